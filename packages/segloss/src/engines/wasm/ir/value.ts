import type { Axes } from "../../../formula/expression.ts";

/** Operations on vectors of four pixels. Conditions are lanes of all ones or all zeros. */
export type ValueOp =
  // Leaves.
  | "constant" // immediate: the float
  | "coefficient" // immediate: index in the table of coefficients of the image
  | "plane" // immediate: index of the input plane (float32)
  | "label" // class index of the pixel, as integers
  | "maskByte" // the caller's mask, as integers
  | "classIndex" // the class of this round, as integers
  | "integer" // immediate: an integer in all lanes
  // Arithmetic.
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "neg"
  | "abs"
  | "sqrt"
  | "pmin"
  | "pmax"
  // Conditions and bits.
  | "less"
  | "atLeast"
  | "equal"
  | "notEqual"
  | "sameInteger"
  | "leastInteger" // the smaller of two, unsigned
  | "not"
  | "and"
  | "andnot" // a and not b
  | "or"
  | "xor"
  | "select" // condition, yes, no
  | "signBit" // condition or integer 0/1 (its lowest bit) to the sign bit
  | "signMask" // all ones where the sign bit is set
  // Of integers, in functions that are spelled out.
  | "addInteger"
  | "subInteger"
  | "shiftLeft" // immediate: by so many bits
  | "shiftRight" // the same, keeping the sign
  | "toFloat"
  // Functions, in `math/`, until they are spelled out.
  | "expNegative" // x <= 0
  | "exp"
  | "log"
  | "log1p"
  | "log1pUnit" // 0 <= x <= 1
  | "tanh"
  | "sinh"
  | "cosh"
  // Over the classes of a pixel.
  | "ofLabel" // value per class, label: that of the pixel's own class
  | "classMax"
  | "classTotal"
  | "classPair" // total as a sum of two floats, for `pairHigh` and `pairLow`
  | "pairHigh"
  | "pairLow";

/** A node of the vector program: an immutable graph in which equal nodes are one object. */
export interface Value {
  readonly id: number;
  readonly op: ValueOp;
  readonly args: readonly Value[];
  readonly axes: Axes;
  readonly immediate: number;
  /** Operations between it and its farthest leaf. */
  readonly depth: number;
}

const REDUCTIONS: ReadonlySet<ValueOp> = new Set(["classMax", "classTotal", "classPair"]);
const LEAVES: ReadonlySet<ValueOp> = new Set([
  "constant",
  "coefficient",
  "plane",
  "label",
  "maskByte",
  "classIndex",
  "integer",
]);

export function isReduction({ op }: Pick<Value, "op">): boolean {
  return REDUCTIONS.has(op);
}

export function isLeaf({ op }: Value): boolean {
  return LEAVES.has(op);
}

/** The number 1. */
export function isOne({ op, immediate }: Value): boolean {
  return op === "constant" && immediate === 1;
}
