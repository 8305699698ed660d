import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import type { EnvelopePlace } from "./envelope.ts";

/** Pixels to either side that a search looks at. */
export const REACH = 96;
/** Floats before and behind a line: what a search of four pixels can read. */
export const MARGIN: number = REACH + 8;

/** A line of squared distances, its sign bit set inside, with `MARGIN` floats before and behind it. */
export interface Line {
  readonly squares: Local;
  /** Where the result goes, in the same form. */
  readonly result: Local;
  readonly size: Local;
  /** step^2 in four lanes. */
  readonly scale: Local;
  /** -1 when pixels inside are at 0, else 0. */
  readonly oneSided: Local;
  /** Whether squares are whole numbers: all pixel sizes are 1. */
  readonly whole: Local;
  /** A line with margins for the heights of a run, or for squares in 16 bits. */
  readonly part: Local;
  readonly place: EnvelopePlace;
}

/** Lanes of signs. */
export function signs(c: Code): Local {
  return c.f.integers(-(2 ** 31));
}

/** Which lanes are inside, as truths. */
export function inside(c: Code, value: Local): Local {
  c.f.get(value);
  c.f.push(31);
  c.f.emit("i32x4.shr_s");
  const truths = c.f.local("v128");
  c.f.set(truths);
  return truths;
}

/** The squares on the side of `own`, 0 on the other one. */
export function otherwiseZero(c: Code, value: Local, own: Local): Local {
  return c.vector("f32x4.pmax", c.vector("v128.xor", value, own), c.f.splat(0));
}
