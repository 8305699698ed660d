import { COUNTS_AS_ZERO } from "../../formula/ops/functions.ts";
import type { GraphLowering, OnnxTensor } from "./lowering.ts";

/** Below the normal range of float32, where inverses overflow. */
const SMALLEST_NORMAL = 1.2e-38;

/** a/b, and `empty` where both are nothing: see the op `ratio`. */
export function ratio(to: GraphLowering, a: OnnxTensor, b: OnnxTensor, empty: OnnxTensor): OnnxTensor {
  const byNothing = to.where(isUpTo(to, a, COUNTS_AS_ZERO), empty, to.binary("Div", a, to.scalar(0)));
  return to.where(isUpTo(to, b, COUNTS_AS_ZERO), byNothing, to.binary("Div", a, b));
}

/** 1/a, and 0 where a is nothing: see the op `inverse`. */
export function inverse(to: GraphLowering, a: OnnxTensor): OnnxTensor {
  const isNothing = isUpTo(to, a, Math.max(COUNTS_AS_ZERO, SMALLEST_NORMAL));
  return to.where(isNothing, to.scalar(0), to.unary("Reciprocal", a));
}

/** The condition |a| <= bound. */
function isUpTo(to: GraphLowering, a: OnnxTensor, bound: number): OnnxTensor {
  return to.emit("LessOrEqual", [to.unary("Abs", a), to.scalar(bound)], a.shape);
}
