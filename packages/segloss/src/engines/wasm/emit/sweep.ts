import type { Program } from "../../../program/program.ts";
import type { FunctionBuilder } from "../asm/function-builder.ts";
import type { V128, Variable } from "../asm/value.ts";
import type { LoopValue } from "../legalise/instructions.ts";
import type { LoopNest } from "../loops/loop-nest.ts";
import { planesRead } from "../loops/placement.ts";
import type { Plane, Scratch } from "./sweep-shape.ts";

/** A sweep over the pixels, ready for code. */
export interface Sweep {
  readonly program: Program;
  readonly nests: readonly LoopNest[];
  readonly planes: readonly Plane[];
  readonly labelPlane: number;
  readonly maskPlane: number;
  readonly scratch: Scratch;
  readonly relaxed: boolean;
  /** With relaxed SIMD, how often each value is an operand or an output: what is needed once may be fused. */
  readonly uses: ReadonlyMap<LoopValue, number>;
}

/** Parameters of the function of a sweep, in order; all are i32. */
export const SWEEP_PARAMETERS = [
  "image",
  "first",
  "count",
  "scratch",
  "sums",
  "coefficients",
  "guards",
] as const;
export type SweepParameter = (typeof SWEEP_PARAMETERS)[number];

/** The function of a sweep under construction. */
export type SweepFunction = FunctionBuilder<Record<SweepParameter, "i32">>;

/** State of the function under construction. */
export interface SweepState {
  readonly sweep: Sweep;
  readonly f: SweepFunction;
  /** Fewer than 16 pixels, copied to scratch memory with room around them. */
  readonly tail: boolean;
  /** Address of the block in each plane that the sweep touches. */
  readonly pointers: ReadonlyMap<number, Variable<"i32">>;
  /** Pixels of the block. */
  readonly pixels: Variable<"i32">;
  /** Whether a lane is a pixel, for the four vectors of a tail. */
  readonly lanes: readonly V128[];
  /** Values that do not vary over pixels or classes. */
  readonly uniform: ReadonlyMap<LoopValue, V128>;
  readonly guards: ReadonlyMap<number, V128>;
  /** Product of 1 + x less 1 of each logarithmic sum, and how many blocks went into it. */
  readonly products: ReadonlyMap<number, Variable<"f64">>;
  readonly blocks: Variable<"i32">;
  /** Pixels at the start; the parameter counts down. */
  readonly size: Variable<"i32">;
}

/** Planes that a sweep reads or writes. */
export function touchedPlanes({ nests, labelPlane, maskPlane }: Sweep): {
  read: number[];
  written: number[];
} {
  const read = new Set<number>();
  const written = new Set<number>();
  for (const { computes, sums, stores } of nests.flatMap(({ loops }) => loops)) {
    // Whose place depends on the label, even where the number does not.
    if ([...sums, ...stores].some(({ byLabel }) => byLabel)) read.add(labelPlane);
    for (const plane of planesRead(computes)) read.add(plane);
    for (const { op } of computes) {
      if (op === "label") read.add(labelPlane);
      if (op === "maskByte") read.add(maskPlane);
    }
    for (const { plane } of stores) written.add(plane);
  }
  return { read: [...read], written: [...written] };
}

/** Bytes of scratch memory that a sweep needs: its blocks, then a copy of up to 16 pixels of every plane. */
export function scratchBytes(sweep: Sweep): number {
  return sweep.scratch.bytes + tailLayout(sweep).bytes;
}

/** Where a tail's planes are, from the start of the scratch memory. */
export function tailLayout(sweep: Sweep): { at: ReadonlyMap<number, number>; bytes: number } {
  const { read, written } = touchedPlanes(sweep);
  const at = new Map<number, number>();
  let bytes = 0;
  for (const plane of new Set([...read, ...written])) {
    at.set(plane, sweep.scratch.bytes + bytes);
    bytes += 64 * (hasClasses(sweep.planes[plane]) ? sweep.program.channels : 1);
  }
  return { at, bytes: bytes + 64 };
}

export function hasClasses(plane: Plane): boolean {
  return plane.interleaved || plane.classBytes !== 0;
}
