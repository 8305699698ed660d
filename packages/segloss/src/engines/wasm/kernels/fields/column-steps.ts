import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128 } from "../../asm/value.ts";
import { eachScan, type Scan } from "./column-strips.ts";
import type { Job } from "./job.ts";

/** Steps to nowhere: there is no pixel of the other side in the column. */
export const NO_STEPS = 65535;

/**
 * Steps along the first axis to the nearest pixel on the other side of the mask, eight columns in a vector: a scan
 * down and a scan up. u16, NO_STEPS where the column has one side only.
 *
 * A. Meijster, J. B. T. M. Roerdink, W. H. Hesselink, "A General Algorithm for Computing Distance Transforms in Linear
 * Time", 2000, first phase.
 */
export function emitColumnSteps(f: FunctionBuilder, j: Job): void {
  eachScan(f, j, 8, (scan) => emitScan(f, j, scan));
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
function emitScan(f: FunctionBuilder, j: Job, { way, vectors, start, step }: Scan): void {
  const mask = f.let(j.integer("mask").add(start));
  const steps = f.let(j.integer("steps").add(start.shl(1)));
  const states = Array.from({ length: vectors }, (_, k) => ({
    side: f.let(inside(f, mask, 8 * k)),
    found: f.let(f.integers(-1)),
  }));
  f.for(0, j.integer("slices"), 1, () => {
    for (const [k, { side, found }] of states.entries()) {
      const here = inside(f, mask, 8 * k);
      f.set(found, next(f, found, here, side));
      f.set(side, here);
      const nearer = way === "down" ? found : f.i16x8.min_u(found, f.v128.load(steps, 16 * k));
      f.store(steps, nearer, 16 * k);
    }
    f.advance(mask, step);
    f.advance(steps, step.shl(1));
  });
}
