import type { GraphLowering, OnnxTensor } from "./lowering.ts";

/** With u = 1 + x rounded, log(u) x/(u - 1) makes up for the rounding (W. Kahan, HP-15C manual, 1982). */
export function log1p(to: GraphLowering, x: OnnxTensor): OnnxTensor {
  const one = to.scalar(1);
  const u = to.binary("Add", x, one);
  const corrected = to.binary("Div", to.binary("Mul", to.unary("Log", u), x), to.binary("Sub", u, one));
  return to.where(to.emit("Equal", [u, one], u.shape), x, corrected);
}

/** From e = exp(-|x|): onnxruntime's own Sigmoid stops at 1.5e-8, and p^2 log p would be lost there. */
export function sigmoid(to: GraphLowering, x: OnnxTensor): OnnxTensor {
  const e = to.unary("Exp", to.unary("Neg", to.unary("Abs", x)));
  const upper = to.unary("Reciprocal", to.binary("Add", e, to.scalar(1)));
  const negative = to.emit("Less", [x, to.scalar(0)], x.shape);
  return to.where(negative, to.binary("Mul", e, upper), upper);
}

/** From e^|x| - 1 = m as (m + m/(1 + m))/2, in which a small x is not lost. */
export function sinh(to: GraphLowering, x: OnnxTensor): OnnxTensor {
  const m = expm1(to, to.unary("Abs", x));
  const finite = to.binary("Min", m, to.scalar(1e30));
  const share = to.binary("Div", finite, to.binary("Add", finite, to.scalar(1)));
  const half = to.halfOf(to.binary("Add", m, share));
  return to.where(to.emit("Less", [x, to.scalar(0)], x.shape), to.unary("Neg", half), half);
}

/** Below it e^x - 1 is -1 in single precision, and e^x not 0 yet. */
const LEAST_EXPONENT = -60;

/** Above it e^x - 1 is e^x in single precision. */
const LARGE_EXPONENT = 20;

/** e^x - 1. With u = e^x rounded, (u - 1) x/log(u) makes up for the rounding, as in log1p. */
export function expm1(to: GraphLowering, x: OnnxTensor): OnnxTensor {
  const one = to.scalar(1);
  const bounded = to.binary("Max", x, to.scalar(LEAST_EXPONENT));
  const u = to.unary("Exp", bounded);
  const scaled = to.binary("Mul", to.binary("Sub", u, one), bounded);
  const corrected = to.binary("Div", scaled, to.unary("Log", u));
  const small = to.where(to.emit("Equal", [u, one], u.shape), x, corrected);
  return to.where(to.emit("Greater", [x, to.scalar(LARGE_EXPONENT)], x.shape), u, small);
}

/** Written out, since ONNX's Sign has no kernel on GPUs. */
export function sign(to: GraphLowering, x: OnnxTensor): OnnxTensor {
  return to.binary("Sub", to.isPositive(x), to.isPositive(to.unary("Neg", x)));
}
