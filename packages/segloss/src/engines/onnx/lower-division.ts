import type { GraphLowering } from "./graph-lowering.ts";
import type { OnnxTensor } from "./lowering.ts";

/**
 * What counts as nothing: the sum of a class that is in neither the prediction nor the truth. Below the normal range of
 * float32, whose quotients have no digits left and whose inverses overflow.
 */
const NOTHING = 1.2e-38;

/** a/b, and `empty` where both are nothing: see the op `ratio`. */
export function ratio(to: GraphLowering, a: OnnxTensor, b: OnnxTensor, empty: OnnxTensor): OnnxTensor {
  const both = to.binary("Add", to.unary("Abs", a), to.unary("Abs", b));
  return to.where(to.isZero(both), empty, to.binary("Div", a, b));
}

/** 1/a, and 0 where a is nothing: see the op `inverse`. */
export function inverse(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  return to.where(isNothing(to, a), to.scalar(0), to.unary("Reciprocal", a));
}

/** The condition that a sum is nothing. */
function isNothing(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  return to.emit("Less", [to.unary("Abs", a), to.scalar(NOTHING)], a.shape);
}
