import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128, Variable } from "../../asm/value.ts";
import { stripOf } from "./column-steps.ts";
import type { Job } from "./job.ts";

/** Steps to a cell that is not there; still one after 2^28 steps more. */
const NOWHERE: number = 2 ** 29;
/** Steps above are steps to nowhere. */
const LONGEST: number = 2 ** 28;

/** The nearest two distinct cells of four columns: steps and labels, label 0 for none. */
interface Pair {
  readonly steps1: V128;
  readonly steps2: V128;
  readonly label1: V128;
  readonly label2: V128;
}

/** Addresses of a pair's planes at a pixel. */
type Planes = Readonly<Record<keyof Pair, Variable<"i32">>>;

/**
 * The nearest two distinct cells along the first axis, four columns at a time: a scan down keeps the last two labels
 * that it met, a scan up does too and merges both. Writes squared distances (f32) and labels.
 */
export function emitColumnCells(f: FunctionBuilder, j: Job): void {
  j.eachTask((task) => {
    const { from, end, first } = stripOf(f, j, task);
    f.for(from, end, 4, (column) => {
      const at = f.let(first.add(column));
      scan(f, j, at, "down");
      scan(f, j, at, "up");
    });
  });
}

function scan(f: FunctionBuilder, j: Job, at: I32, way: "down" | "up"): void {
  const columns = j.integer("columns");
  const slices = j.integer("slices");
  const last = f.let(columns.mul(slices.sub(1)));
  const bytes = f.let(columns.mul(way === "down" ? 4 : -4));
  const start = f.let((way === "down" ? at : at.add(last)).shl(2));
  const planes = planesOf(f, j, start);
  const labels = f.let(j.integer("labels").add(start));
  const nowhere = f.integers(NOWHERE);
  const none = f.integers(0);
  const pair: Pair = {
    steps1: f.let(nowhere),
    steps2: f.let(nowhere),
    label1: f.let(none),
    label2: f.let(none),
  };
  const scale = j.lanes("firstScale");
  f.for(0, slices, 1, () => {
    stepOn(f, pair);
    meet(f, pair, f.v128.load(labels));
    if (way === "down") storePair(f, planes, pair);
    else storePair(f, planes, squared(f, merged(f, loadPair(f, planes), pair), scale));
    for (const pointer of [labels, ...Object.values(planes)]) f.advance(pointer, bytes);
  });
}

function planesOf(f: FunctionBuilder, j: Job, offset: I32): Planes {
  const at = (name: "near1" | "near2" | "cell1" | "cell2"): Variable<"i32"> =>
    f.let(j.integer(name).add(offset));
  return { steps1: at("near1"), steps2: at("near2"), label1: at("cell1"), label2: at("cell2") };
}

function stepOn(f: FunctionBuilder, { steps1, steps2 }: Pair): void {
  for (const steps of [steps1, steps2]) f.set(steps, f.i32x4.add(steps, f.integers(1)));
}

/** A pixel's own label is the nearest; another one that was the nearest becomes the second. */
function meet(f: FunctionBuilder, { steps1, steps2, label1, label2 }: Pair, label: V128): void {
  const any = f.i32x4.ne(label, f.integers(0));
  const other = f.v128.andnot(any, f.i32x4.eq(label, label1));
  f.set(label2, f.v128.bitselect(label1, label2, other));
  f.set(steps2, f.v128.bitselect(steps1, steps2, other));
  f.set(label1, f.v128.bitselect(label, label1, any));
  f.set(steps1, f.v128.andnot(steps1, any));
}

/** The nearest two distinct cells of two pairs. */
function merged(f: FunctionBuilder, a: Pair, b: Pair): Pair {
  const pick = (yes: V128, no: V128, when: V128): V128 => f.v128.bitselect(yes, no, when);
  const first = f.i32x4.gt_s(a.steps1, b.steps1);
  const label1 = pick(b.label1, a.label1, first);
  const passed = pick(a.label1, b.label1, first);
  const same = f.i32x4.eq(passed, label1);
  // The second of the nearer pair, or what the other pair has that is not the nearest.
  const steps2 = pick(b.steps2, a.steps2, first);
  const label2 = pick(b.label2, a.label2, first);
  const otherSteps = pick(pick(a.steps2, b.steps2, first), pick(a.steps1, b.steps1, first), same);
  const otherLabel = pick(pick(a.label2, b.label2, first), passed, same);
  const nearer = f.i32x4.gt_s(steps2, otherSteps);
  return {
    steps1: f.i32x4.min_s(a.steps1, b.steps1),
    label1,
    steps2: pick(otherSteps, steps2, nearer),
    label2: pick(otherLabel, label2, nearer),
  };
}

/** Steps as squared distances. */
function squared(f: FunctionBuilder, pair: Pair, scale: V128): Pair {
  const square = (steps: V128): V128 => {
    const real = f.f32x4.convert_i32x4_s(steps);
    const value = f.f32x4.mul(f.f32x4.mul(real, real), scale);
    const nowhere = f.i32x4.gt_s(steps, f.integers(LONGEST));
    return f.v128.bitselect(f.splat(Infinity), value, nowhere);
  };
  return { ...pair, steps1: square(pair.steps1), steps2: square(pair.steps2) };
}

function loadPair(f: FunctionBuilder, planes: Planes): Pair {
  const at = (plane: I32): V128 => f.v128.load(plane);
  return {
    steps1: at(planes.steps1),
    steps2: at(planes.steps2),
    label1: at(planes.label1),
    label2: at(planes.label2),
  };
}

function storePair(f: FunctionBuilder, planes: Planes, pair: Pair): void {
  for (const part of ["steps1", "steps2", "label1", "label2"] as const) f.store(planes[part], pair[part]);
}
