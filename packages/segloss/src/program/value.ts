import type { Axes } from "../formula/expression.ts";
import type { Op } from "./ops.ts";
import type { Type } from "./signature.ts";

/**
 * A node of a program: an immutable graph in which equal nodes are one object. `O` are the operations that may occur: those of
 * `ops.ts`, which every device has, or the instructions of one of them.
 */
export interface Value<O extends string = Op> {
  readonly id: number;
  readonly op: O;
  readonly type: Type;
  /** Whether it varies over pixels, classes, both or neither. */
  readonly axes: Axes;
  readonly args: readonly Value<O>[];
  /** Of leaves and shifts: the number, the index of a plane or coefficient. */
  readonly immediate: number;
  /** Operations between it and its farthest leaf. */
  readonly depth: number;
}

/** The number 1. */
export function isOne({ op, immediate }: Value<string>): boolean {
  return op === "constant" && immediate === 1;
}

/** The number 0, not -0. */
export function isZero({ op, immediate }: Value<string>): boolean {
  return op === "constant" && Object.is(immediate, 0);
}
