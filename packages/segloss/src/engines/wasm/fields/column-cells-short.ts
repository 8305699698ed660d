import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { stripOf } from "./column-steps.ts";
import { eachTask, type Job, job } from "./job.ts";

/** Labels and steps that fit 16 bits, the steps with room for steps to nowhere. */
export const SHORT_LABELS: number = 2 ** 16;
export const SHORT_STEPS: number = 2 ** 14;
/** A cell that is not there: more steps than any has, label 0. */
const NOWHERE: number = 2 ** 30;
/** Vectors of columns that are scanned side by side: a line of the cache. */
const TOGETHER = 4;
const LABEL_BITS = 0xffff;

/** The nearest two distinct cells of four columns as keys: steps in the upper half, label in the lower. */
interface Keys {
  readonly first: Local;
  readonly second: Local;
}

/**
 * `emitColumnCells` for labels below 2^16 and fewer than 2^14 slices: steps and label are one number, so that the least
 * of two is the nearer cell with its name. Half the memory, a third of the instructions.
 */
export function emitColumnCellsShort(c: Code, address: number, shared: boolean): void {
  const j = job(c, address);
  eachTask(c, address, shared, (task) => {
    const { from, end, first } = stripOf(c, j, task);
    const whole = c.i32("and", end, c.int(-4 * TOGETHER));
    const both = (column: Local, vectors: number): void => {
      const at = c.i32("add", first, column);
      scan(c, j, at, "down", vectors);
      scan(c, j, at, "up", vectors);
    };
    c.each(from, whole, 4 * TOGETHER, (column) => both(column, TOGETHER));
    const rest = c.select("i32", whole, from, c.test("i32.gt_s", whole, from));
    c.each(rest, end, 4, (column) => both(column, 1));
  });
}

/** Down leaves keys in the planes of labels, up merges them and writes squared distances and labels. */
function scan(c: Code, j: Job, at: Local, way: "down" | "up", vectors: number): void {
  const columns = j.integer("columns");
  const slices = j.integer("slices");
  const last = c.i32("mul", columns, c.i32("sub", slices, c.int(1)));
  const bytes = c.i32("mul", way === "down" ? columns : c.i32("sub", c.int(0), columns), c.int(4));
  const start = c.i32("mul", way === "down" ? at : c.i32("add", at, last), c.int(4));
  const pointer = (name: "labels" | "near1" | "near2" | "cell1" | "cell2"): Local =>
    c.variable("i32", c.i32("add", j.integer(name), start));
  const labels = pointer("labels");
  const cells = [pointer("cell1"), pointer("cell2")];
  const near = way === "up" ? [pointer("near1"), pointer("near2")] : [];
  const keys = Array.from({ length: vectors }, () => ({
    first: c.variable("v128", c.f.integers(NOWHERE)),
    second: c.variable("v128", c.f.integers(NOWHERE)),
  }));
  const scale = j.lanes("firstScale");
  c.each(c.int(0), slices, 1, () => {
    for (const [k, own] of keys.entries()) {
      const offset = 16 * k;
      meet(c, own, c.load("v128", labels, offset));
      if (way === "down") {
        c.store("v128", cells[0], own.first, offset);
        c.store("v128", cells[1], own.second, offset);
        continue;
      }
      const above = {
        first: c.load("v128", cells[0], offset),
        second: c.load("v128", cells[1], offset),
      };
      const { first, second } = merged(c, above, own);
      for (const [rank, key] of [first, second].entries()) {
        c.store("v128", near[rank], squareOf(c, key, scale), offset);
        c.store("v128", cells[rank], labelOf(c, key), offset);
      }
    }
    for (const address of [labels, ...cells, ...near]) c.advance(address, bytes);
  });
}

function labelOf(c: Code, key: Local): Local {
  return c.vector("v128.and", key, c.f.integers(LABEL_BITS));
}

/** One step on; then a pixel's own label is the nearest, and another one that was the nearest becomes the second. */
function meet(c: Code, { first, second }: Keys, label: Local): void {
  const step = c.f.integers(2 ** 16);
  c.assign(first, c.vector("i32x4.add", first, step));
  c.assign(second, c.vector("i32x4.add", second, step));
  const any = c.vector("i32x4.ne", label, c.f.integers(0));
  const other = c.vector("v128.andnot", any, c.vector("i32x4.eq", label, labelOf(c, first)));
  c.assign(second, c.vector("v128.bitselect", first, second, other));
  c.assign(first, c.vector("v128.bitselect", label, first, any));
}

/** Of the cells that come after the nearest, one of its own label does not count; the seconds never are nearer than it. */
function merged(c: Code, a: Keys, b: Keys): Keys {
  const first = c.vector("i32x4.min_s", a.first, b.first);
  const passed = c.vector("i32x4.max_s", a.first, b.first);
  const differing = labelOf(c, c.vector("v128.xor", first, passed));
  const same = c.vector("i32x4.eq", differing, c.f.integers(0));
  const counted = c.vector("v128.or", passed, c.vector("v128.and", same, c.f.integers(NOWHERE)));
  const seconds = c.vector("i32x4.min_s", a.second, b.second);
  return { first, second: c.vector("i32x4.min_s", seconds, counted) };
}

function squareOf(c: Code, key: Local, scale: Local): Local {
  c.f.get(key);
  c.f.push(16);
  c.f.emit("i32x4.shr_u");
  const steps = c.f.local("v128");
  c.f.set(steps);
  const real = c.vector("f32x4.convert_i32x4_s", steps);
  const square = c.vector("f32x4.mul", c.vector("f32x4.mul", real, real), scale);
  const nowhere = c.vector("i32x4.ge_s", key, c.f.integers(NOWHERE));
  return c.vector("v128.bitselect", c.f.splat(Infinity), square, nowhere);
}
