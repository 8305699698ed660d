import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32, type V128 } from "../../asm/value.ts";
import type { Job } from "./job.ts";

/** Steps to nowhere: there is no pixel of the other side in the column. */
export const NO_STEPS = 65535;
/** Columns that are one task. */
export const STRIP = 64;
/** Vectors of columns that are scanned side by side: a line of the cache. */
const TOGETHER = 4;

/**
 * Steps along the first axis to the nearest pixel on the other side of the mask, eight columns in a vector: a scan
 * down and a scan up. u16, NO_STEPS where the column has one side only.
 *
 * A. Meijster, J. B. T. M. Roerdink, W. H. Hesselink, "A General Algorithm for Computing Distance Transforms in Linear
 * Time", 2000, first phase.
 */
export function emitColumnSteps(f: FunctionBuilder, j: Job): void {
  j.eachTask((task) => {
    const { from, end, first } = stripOf(f, j, task);
    const whole = f.let(end.and(-8 * TOGETHER));
    const both = (column: I32, vectors: number): void => {
      const at = f.let(first.add(column));
      scan(f, j, at, "down", vectors);
      scan(f, j, at, "up", vectors);
    };
    f.for(from, whole, 8 * TOGETHER, (column) => both(column, TOGETHER));
    const rest = f.let(whole.gt_s(from).choose(whole, from));
    f.for(rest, end, 8, (column) => both(column, 1));
  });
}

/** Columns of a strip, and the index of its image's first pixel. */
export function stripOf(f: FunctionBuilder, j: Job, task: I32): { from: I32; end: I32; first: I32 } {
  const strips = j.integer("strips");
  const columns = j.integer("columns");
  const image = f.let(task.div_u(strips));
  const from = f.let(task.rem_u(strips).mul(STRIP));
  const stop = f.let(from.add(STRIP));
  const end = f.let(stop.lt_s(columns).choose(stop, columns));
  const first = f.let(image.mul(columns.mul(j.integer("slices"))));
  return { from, end, first };
}

/** 16-bit truths: which of eight pixels are inside. */
function inside(f: FunctionBuilder, mask: I32, offset: number): V128 {
  const bytes = f.v128.load8x8_u(mask, offset);
  return f.i16x8.ne(bytes, f.integers(0));
}

/** Steps from the pixel before: one more on the same side, 1 when the side changes. */
function next(f: FunctionBuilder, steps: V128, side: V128, before: V128): V128 {
  const same = f.i16x8.eq(side, before);
  return f.i16x8.add_sat_u(f.v128.and(steps, same), f.integers(0x10001));
}

/** Down writes the steps of some vectors side by side, up takes the smaller ones. */
function scan(f: FunctionBuilder, j: Job, at: I32, way: "down" | "up", vectors: number): void {
  const columns = j.integer("columns");
  const slices = j.integer("slices");
  const last = f.let(columns.mul(slices.sub(1)));
  const start = f.let(way === "down" ? at : at.add(last));
  const by = f.let(way === "down" ? columns : i32.sub(0, columns));
  const mask = f.let(j.integer("mask").add(start));
  const steps = f.let(j.integer("steps").add(start.shl(1)));
  const states = Array.from({ length: vectors }, (_, k) => ({
    side: f.let(inside(f, mask, 8 * k)),
    found: f.let(f.integers(-1)),
  }));
  f.for(0, slices, 1, () => {
    for (const [k, { side, found }] of states.entries()) {
      const here = inside(f, mask, 8 * k);
      f.set(found, next(f, found, here, side));
      f.set(side, here);
      const nearer = way === "down" ? found : f.i16x8.min_u(found, f.v128.load(steps, 16 * k));
      f.store(steps, nearer, 16 * k);
    }
    f.advance(mask, by);
    f.set(steps, steps.add(by.shl(1)));
  });
}
