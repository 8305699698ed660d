import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { stripOf } from "./column-steps.ts";
import { eachTask, type Job, job } from "./job.ts";

/** Steps to a cell that is not there; still one after 2^28 steps more. */
const NOWHERE: number = 2 ** 29;
/** Steps above are steps to nowhere. */
const LONGEST: number = 2 ** 28;

/** The nearest two distinct cells of four columns: steps and labels, label 0 for none. */
interface Pair {
  readonly steps1: Local;
  readonly steps2: Local;
  readonly label1: Local;
  readonly label2: Local;
}

/**
 * The nearest two distinct cells along the first axis, four columns at a time: a scan down keeps the last two labels
 * that it met, a scan up does too and merges both. Writes squared distances (f32) and labels.
 */
export function emitColumnCells(c: Code, address: number, shared: boolean): void {
  const j = job(c, address);
  eachTask(c, address, shared, (task) => {
    const { from, end, first } = stripOf(c, j, task);
    c.each(from, end, 4, (column) => {
      const at = c.i32("add", first, column);
      scan(c, j, at, "down");
      scan(c, j, at, "up");
    });
  });
}

function scan(c: Code, j: Job, at: Local, way: "down" | "up"): void {
  const columns = j.integer("columns");
  const slices = j.integer("slices");
  const last = c.i32("mul", columns, c.i32("sub", slices, c.int(1)));
  const bytes = c.i32("mul", way === "down" ? columns : c.i32("sub", c.int(0), columns), c.int(4));
  const start = c.i32("mul", way === "down" ? at : c.i32("add", at, last), c.int(4));
  const planes = planesOf(c, j, start);
  const labels = c.variable("i32", c.i32("add", j.integer("labels"), start));
  const nowhere = c.f.integers(NOWHERE);
  const none = c.f.integers(0);
  const pair: Pair = {
    steps1: c.variable("v128", nowhere),
    steps2: c.variable("v128", nowhere),
    label1: c.variable("v128", none),
    label2: c.variable("v128", none),
  };
  const scale = j.lanes("firstScale");
  c.each(c.int(0), slices, 1, () => {
    stepOn(c, pair);
    meet(c, pair, c.load("v128", labels));
    if (way === "down") storePair(c, planes, pair);
    else storePair(c, planes, squared(c, merged(c, loadPair(c, planes), pair), scale));
    for (const pointer of [labels, ...Object.values(planes)]) c.advance(pointer, bytes);
  });
}

/** Addresses of the pair's planes at a pixel. */
function planesOf(c: Code, j: Job, offset: Local): Pair {
  const at = (name: "near1" | "near2" | "cell1" | "cell2"): Local =>
    c.variable("i32", c.i32("add", j.integer(name), offset));
  return { steps1: at("near1"), steps2: at("near2"), label1: at("cell1"), label2: at("cell2") };
}

function stepOn(c: Code, { steps1, steps2 }: Pair): void {
  for (const steps of [steps1, steps2]) c.assign(steps, c.vector("i32x4.add", steps, c.f.integers(1)));
}

/** A pixel's own label is the nearest; another one that was the nearest becomes the second. */
function meet(c: Code, { steps1, steps2, label1, label2 }: Pair, label: Local): void {
  const any = c.vector("i32x4.ne", label, c.f.integers(0));
  const other = c.vector("v128.andnot", any, c.vector("i32x4.eq", label, label1));
  c.assign(label2, c.vector("v128.bitselect", label1, label2, other));
  c.assign(steps2, c.vector("v128.bitselect", steps1, steps2, other));
  c.assign(label1, c.vector("v128.bitselect", label, label1, any));
  c.assign(steps1, c.vector("v128.andnot", steps1, any));
}

/** The nearest two distinct cells of two pairs. */
function merged(c: Code, a: Pair, b: Pair): Pair {
  const choose = (yes: Local, no: Local, when: Local): Local => c.vector("v128.bitselect", yes, no, when);
  const first = c.vector("i32x4.gt_s", a.steps1, b.steps1);
  const label1 = choose(b.label1, a.label1, first);
  const passed = choose(a.label1, b.label1, first);
  const same = c.vector("i32x4.eq", passed, label1);
  // The second of the nearer pair, or what the other pair has that is not the nearest.
  const steps2 = choose(b.steps2, a.steps2, first);
  const label2 = choose(b.label2, a.label2, first);
  const otherSteps = choose(choose(a.steps2, b.steps2, first), choose(a.steps1, b.steps1, first), same);
  const otherLabel = choose(choose(a.label2, b.label2, first), passed, same);
  const nearer = c.vector("i32x4.gt_s", steps2, otherSteps);
  return {
    steps1: c.vector("i32x4.min_s", a.steps1, b.steps1),
    label1,
    steps2: choose(otherSteps, steps2, nearer),
    label2: choose(otherLabel, label2, nearer),
  };
}

/** Steps as squared distances. */
function squared(c: Code, pair: Pair, scale: Local): Pair {
  const square = (steps: Local): Local => {
    const real = c.vector("f32x4.convert_i32x4_s", steps);
    const value = c.vector("f32x4.mul", c.vector("f32x4.mul", real, real), scale);
    const nowhere = c.vector("i32x4.gt_s", steps, c.f.integers(LONGEST));
    return c.vector("v128.bitselect", c.f.splat(Infinity), value, nowhere);
  };
  return { ...pair, steps1: square(pair.steps1), steps2: square(pair.steps2) };
}

function loadPair(c: Code, planes: Pair): Pair {
  const at = (plane: Local): Local => c.load("v128", plane);
  return {
    steps1: at(planes.steps1),
    steps2: at(planes.steps2),
    label1: at(planes.label1),
    label2: at(planes.label2),
  };
}

function storePair(c: Code, planes: Pair, pair: Pair): void {
  for (const part of ["steps1", "steps2", "label1", "label2"] as const)
    c.store("v128", planes[part], pair[part]);
}
