import type { Plane } from "../codegen/sweep-shape.ts";
import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import type { InstructionName } from "../encoder/instructions.ts";
import type { RankJob } from "./rank-job.ts";

/**
 * Parameters of the function of a sort, i32 but for the last: first pixel of the region in the batch, its pixels, the
 * class, address of twice 8 bytes per pixel for records, address of the counters, share of the hardest pixels (f64).
 */
export const RANK_PARAMETERS = ["first", "count", "class", "records", "counters", "share"] as const;

/** Three digits of 11 bits make a key. */
export const DIGIT_BITS = 11;
export const DIGITS = 3;
export const CELLS: number = 1 << DIGIT_BITS;
export const COUNTER_BYTES: number = DIGITS * CELLS * 4;
export const RECORD_BYTES = 8;

/** State of the function of a sort. */
export interface RankState {
  readonly f: FunctionBuilder;
  readonly job: RankJob;
  readonly planes: readonly Plane[];
  readonly labelPlane: number;
  readonly channels: number;
  /** Pixels of a region. */
  readonly pixels: number;
  /** Addresses of the region's first pixel. */
  readonly errors: Local;
  readonly labels: Local | null;
  readonly truth: Local | null;
  readonly weight: Local | null;
}

export function parameter(name: (typeof RANK_PARAMETERS)[number]): Local {
  return RANK_PARAMETERS.indexOf(name);
}

export function taken(f: FunctionBuilder, type: "i32" | "f32" | "f64"): Local {
  const local = f.local(type);
  f.set(local);
  return local;
}

/** local op constant. */
export function withConstant(f: FunctionBuilder, name: InstructionName, a: Local, n: number): Local {
  f.get(a);
  f.push(n);
  f.emit(name);
  return taken(f, "i32");
}

export function indexed(f: FunctionBuilder, base: Local, index: Local, shift: number): Local {
  f.get(base);
  f.get(index);
  if (shift > 0) {
    f.push(shift);
    f.emit("i32.shl");
  }
  f.emit("i32.add");
  return taken(f, "i32");
}

/** A loop over 0 .. limit - 1, none when the limit is 0. */
export function forEach(f: FunctionBuilder, limit: Local, body: (index: Local) => void): void {
  f.get(limit);
  f.when(() => {
    const index = f.local("i32");
    f.push(0);
    f.set(index);
    f.repeat(() => {
      body(index);
      f.advance(index, 1);
      f.get(index);
      f.get(limit);
      f.emit("i32.lt_u");
    });
  });
}
