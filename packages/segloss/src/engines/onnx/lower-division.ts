import type { GraphLowering } from "./graph-lowering.ts";
import type { OnnxTensor } from "./lowering.ts";

/**
 * A quotient of sums has the value of an empty class when both are no larger than this: 0, as on the reference engine. This
 * is the one place where graphs decide that.
 */
const EMPTY_UP_TO = 0;

/** Below the normal range of float32, where inverses overflow. */
const SMALLEST_NORMAL = 1.2e-38;

/** a/b, and `empty` where both are nothing: see the op `ratio`. */
export function ratio(to: GraphLowering, a: OnnxTensor, b: OnnxTensor, empty: OnnxTensor): OnnxTensor {
  const both = to.binary("Add", to.unary("Abs", a), to.unary("Abs", b));
  const isEmpty =
    EMPTY_UP_TO === 0 ? to.isZero(both) : to.emit("LessOrEqual", [both, to.scalar(EMPTY_UP_TO)], both.shape);
  return to.where(isEmpty, empty, to.binary("Div", a, b));
}

/** 1/a, and 0 where a is nothing: see the op `inverse`. */
export function inverse(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  const least = to.scalar(Math.max(EMPTY_UP_TO, SMALLEST_NORMAL));
  const isNothing = to.emit("Less", [to.unary("Abs", a), least], a.shape);
  return to.where(isNothing, to.scalar(0), to.unary("Reciprocal", a));
}
