import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { V128, Variable } from "../../asm/value.ts";
import { eachScan, type Scan } from "./column-strips.ts";
import type { Job } from "./job.ts";

/** A cell that is not there: more steps than any has, label 0. */
const NOWHERE: number = 2 ** 30;

/** Bits of a key that are left for labels, so that as many steps more than `NOWHERE` fit 31 bits. */
export function labelBits(slices: number): number {
  return Math.clz32(slices) - 2;
}

/** The nearest two distinct cells of four columns as keys: steps in the upper bits, label in the lower. */
interface Keys {
  readonly first: V128;
  readonly second: V128;
}

/** Parts of a key. */
interface Parts {
  /** One step, the bits of a label, first pixel size squared. */
  readonly step: V128;
  readonly labels: V128;
  readonly scale: V128;
  readonly shift: Variable<"i32">;
}

/**
 * The nearest two distinct cells along the first axis, four columns in a vector: a scan down keeps the last two labels
 * that it met, a scan up does too and merges both. Steps and label are one number, so that the least of two is the nearer
 * cell with its name. Writes squared distances (f32) and labels.
 */
export function emitColumnCells(f: FunctionBuilder, j: Job): void {
  const shift = f.let(j.integer("labelBits"));
  const step = f.i32x4.shl(f.integers(1), shift);
  const labels = f.i32x4.sub(step, f.integers(1));
  const parts: Parts = { step, labels, shift, scale: j.lanes("firstScale") };
  eachScan(f, j, 4, (scan) => emitScan(f, j, parts, scan));
}

/** Down leaves keys in the planes of labels, up merges them and writes squared distances and labels. */
function emitScan(f: FunctionBuilder, j: Job, parts: Parts, { way, vectors, start, step }: Scan): void {
  const pointer = (name: "labels" | "near1" | "near2" | "cell1" | "cell2"): Variable<"i32"> =>
    f.let(j.integer(name).add(start.shl(2)));
  const labels = pointer("labels");
  const cells = [pointer("cell1"), pointer("cell2")];
  const near = way === "up" ? [pointer("near1"), pointer("near2")] : [];
  const keys = Array.from({ length: vectors }, () => ({
    first: f.let(f.integers(NOWHERE)),
    second: f.let(f.integers(NOWHERE)),
  }));
  f.for(0, j.integer("slices"), 1, () => {
    for (const [k, own] of keys.entries()) {
      const offset = 16 * k;
      meet(f, own, f.v128.load(labels, offset), parts);
      if (way === "down") {
        f.store(cells[0], own.first, offset);
        f.store(cells[1], own.second, offset);
        continue;
      }
      const [first, second] = cells.map((cell) => f.v128.load(cell, offset));
      const { first: nearest, second: other } = merged(f, { first, second }, own, parts);
      for (const [rank, key] of [nearest, other].entries()) {
        f.store(near[rank], squareOf(f, key, parts), offset);
        f.store(cells[rank], f.v128.and(key, parts.labels), offset);
      }
    }
    for (const address of [labels, ...cells, ...near]) f.advance(address, step.shl(2));
  });
}

/** One step on; then a pixel's own label is the nearest, and another one that was the nearest becomes the second. */
function meet(f: FunctionBuilder, { first, second }: Keys, label: V128, { step, labels }: Parts): void {
  f.set(first, f.i32x4.add(first, step));
  f.set(second, f.i32x4.add(second, step));
  const any = f.i32x4.ne(label, f.integers(0));
  const other = f.v128.andnot(any, f.i32x4.eq(label, f.v128.and(first, labels)));
  f.set(second, f.v128.bitselect(first, second, other));
  f.set(first, f.v128.bitselect(label, first, any));
}

/** Of the cells that come after the nearest, one of its own label does not count; the seconds never are nearer than it. */
function merged(f: FunctionBuilder, a: Keys, b: Keys, { labels }: Parts): Keys {
  const first = f.i32x4.min_s(a.first, b.first);
  const passed = f.i32x4.max_s(a.first, b.first);
  const differing = f.v128.and(f.v128.xor(first, passed), labels);
  const same = f.i32x4.eq(differing, f.integers(0));
  const counted = f.v128.or(passed, f.v128.and(same, f.integers(NOWHERE)));
  const seconds = f.i32x4.min_s(a.second, b.second);
  return { first, second: f.i32x4.min_s(seconds, counted) };
}

function squareOf(f: FunctionBuilder, key: V128, { shift, scale }: Parts): V128 {
  const real = f.f32x4.convert_i32x4_s(f.i32x4.shr_u(key, shift));
  const square = f.f32x4.mul(f.f32x4.mul(real, real), scale);
  const nowhere = f.i32x4.ge_s(key, f.integers(NOWHERE));
  return f.v128.bitselect(f.splat(Infinity), square, nowhere);
}
