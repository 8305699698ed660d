import type { InstructionName } from "../encoder/instructions.ts";

/**
 * What the functions in this folder are written for: operands may be locals of a function under construction, whose
 * instructions are then emitted one after the other, or values of a program, which are put in order later.
 */
export interface VectorCode<T> {
  /** Result of an instruction of vectors. */
  vector(name: InstructionName, args: readonly T[]): T;
  /** Lanes of integers shifted by so many bits. */
  shift(name: "i32x4.shl" | "i32x4.shr_s", x: T, bits: number): T;
  /** A float in all four lanes. */
  splat(x: number): T;
  /** An integer in all four lanes. */
  integers(lane: number): T;
}
