import type { FunctionBuilder } from "../../asm/function-builder.ts";
import type { I32, V128 } from "../../asm/value.ts";
import type { EnvelopePlace } from "./envelope.ts";

/** Pixels to either side that a search looks at, at most. */
export const REACH = 96;
/** Floats before and behind a line: what a search can read. */
export const MARGIN: number = REACH + 8;

/** A line of squared distances, its sign bit set inside, with `MARGIN` floats before and behind it. */
export interface Line {
  readonly squares: I32;
  /** Where the result goes, in the same form. */
  readonly result: I32;
  readonly size: I32;
  /** -1 when pixels inside are at 0, else 0. */
  readonly oneSided: I32;
  /** Whether squares are whole numbers: all pixel sizes are 1. */
  readonly whole: I32;
  /** A line with margins for the heights of a run, or for squares in 16 bits. */
  readonly part: I32;
  readonly place: EnvelopePlace;
}

/** Lanes of signs. */
export function signs(f: FunctionBuilder): V128 {
  return f.integers(-(2 ** 31));
}

/** Which lanes are inside, as truths. */
export function inside(f: FunctionBuilder, value: V128): V128 {
  return f.i32x4.shr_s(value, 31);
}

/** The squares on the side of `own`, 0 on the other one. */
export function otherwiseZero(f: FunctionBuilder, value: V128, own: V128): V128 {
  return f.f32x4.pmax(f.v128.xor(value, own), f.splat(0));
}
