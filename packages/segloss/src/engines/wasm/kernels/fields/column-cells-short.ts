import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128, Variable } from "../../asm/value.ts";
import { stripOf } from "./column-steps.ts";
import type { Job } from "./job.ts";

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
  readonly first: V128;
  readonly second: V128;
}

/**
 * `emitColumnCells` for labels below 2^16 and fewer than 2^14 slices: steps and label are one number, so that the least
 * of two is the nearer cell with its name. Half the memory, a third of the instructions.
 */
export function emitColumnCellsShort(f: FunctionBuilder, j: Job): void {
  j.eachTask((task) => {
    const { from, end, first } = stripOf(f, j, task);
    const whole = f.let(end.and(-4 * TOGETHER));
    const both = (column: I32, vectors: number): void => {
      const at = f.let(first.add(column));
      scan(f, j, at, "down", vectors);
      scan(f, j, at, "up", vectors);
    };
    f.for(from, whole, 4 * TOGETHER, (column) => both(column, TOGETHER));
    const rest = f.let(whole.gt_s(from).choose(whole, from));
    f.for(rest, end, 4, (column) => both(column, 1));
  });
}

/** Down leaves keys in the planes of labels, up merges them and writes squared distances and labels. */
function scan(f: FunctionBuilder, j: Job, at: I32, way: "down" | "up", vectors: number): void {
  const columns = j.integer("columns");
  const slices = j.integer("slices");
  const last = f.let(columns.mul(slices.sub(1)));
  const bytes = f.let(columns.mul(way === "down" ? 4 : -4));
  const start = f.let((way === "down" ? at : at.add(last)).shl(2));
  const pointer = (name: "labels" | "near1" | "near2" | "cell1" | "cell2"): Variable<"i32"> =>
    f.let(j.integer(name).add(start));
  const labels = pointer("labels");
  const cells = [pointer("cell1"), pointer("cell2")];
  const near = way === "up" ? [pointer("near1"), pointer("near2")] : [];
  const keys = Array.from({ length: vectors }, () => ({
    first: f.let(f.integers(NOWHERE)),
    second: f.let(f.integers(NOWHERE)),
  }));
  const scale = j.lanes("firstScale");
  f.for(0, slices, 1, () => {
    for (const [k, own] of keys.entries()) {
      const offset = 16 * k;
      meet(f, own, f.v128.load(labels, offset));
      if (way === "down") {
        f.store(cells[0], own.first, offset);
        f.store(cells[1], own.second, offset);
        continue;
      }
      const above = {
        first: f.v128.load(cells[0], offset),
        second: f.v128.load(cells[1], offset),
      };
      const { first, second } = merged(f, above, own);
      for (const [rank, key] of [first, second].entries()) {
        f.store(near[rank], squareOf(f, key, scale), offset);
        f.store(cells[rank], labelOf(f, key), offset);
      }
    }
    for (const address of [labels, ...cells, ...near]) f.advance(address, bytes);
  });
}

function labelOf(f: FunctionBuilder, key: V128): V128 {
  return f.v128.and(key, f.integers(LABEL_BITS));
}

/** One step on; then a pixel's own label is the nearest, and another one that was the nearest becomes the second. */
function meet(f: FunctionBuilder, { first, second }: Keys, label: V128): void {
  const step = f.integers(2 ** 16);
  f.set(first, f.i32x4.add(first, step));
  f.set(second, f.i32x4.add(second, step));
  const any = f.i32x4.ne(label, f.integers(0));
  const other = f.v128.andnot(any, f.i32x4.eq(label, labelOf(f, first)));
  f.set(second, f.v128.bitselect(first, second, other));
  f.set(first, f.v128.bitselect(label, first, any));
}

/** Of the cells that come after the nearest, one of its own label does not count; the seconds never are nearer than it. */
function merged(f: FunctionBuilder, a: Keys, b: Keys): Keys {
  const first = f.i32x4.min_s(a.first, b.first);
  const passed = f.i32x4.max_s(a.first, b.first);
  const differing = labelOf(f, f.v128.xor(first, passed));
  const same = f.i32x4.eq(differing, f.integers(0));
  const counted = f.v128.or(passed, f.v128.and(same, f.integers(NOWHERE)));
  const seconds = f.i32x4.min_s(a.second, b.second);
  return { first, second: f.i32x4.min_s(seconds, counted) };
}

function squareOf(f: FunctionBuilder, key: V128, scale: V128): V128 {
  const real = f.f32x4.convert_i32x4_s(f.i32x4.shr_u(key, 16));
  const square = f.f32x4.mul(f.f32x4.mul(real, real), scale);
  const nowhere = f.i32x4.ge_s(key, f.integers(NOWHERE));
  return f.v128.bitselect(f.splat(Infinity), square, nowhere);
}
