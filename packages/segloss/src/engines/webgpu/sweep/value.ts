import type { Axes } from "../../../formula/expression.ts";

export type ValueType = "f32" | "i32" | "mask";

export type ValueOp =
  // Leaves.
  | "constant"
  | "integer"
  | "truth"
  | "coefficient"
  | "plane"
  | "label"
  | "maskByte"
  | "classIndex"
  // Arithmetic.
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "neg"
  | "abs"
  | "sqrt"
  | "min"
  | "max"
  | "round"
  | "exp"
  | "expNegative"
  | "log"
  | "log1p"
  | "log1pUnit"
  | "tanh"
  | "sinh"
  | "cosh"
  // Choices.
  | "select"
  | "where"
  | "unless"
  | "negateWhere"
  | "minusWhere"
  | "copySign"
  // Masks.
  | "less"
  | "equal"
  | "same"
  | "atMost"
  | "isNegative"
  | "isOdd"
  | "both"
  | "either"
  | "not"
  // Over the classes of a pixel.
  | "classMax"
  | "classTotal"
  | "classPair"
  | "pairHigh"
  | "pairLow"
  | "ofLabel";

/** A value of the program: an immutable graph in which equal nodes are one object. */
export interface Value {
  readonly id: number;
  readonly op: ValueOp;
  readonly type: ValueType;
  readonly args: readonly Value[];
  readonly axes: Axes;
  readonly immediate: number;
}
