import type { OpName } from "../../formula/op-name.ts";
import type { OnnxLowering, OnnxTensor } from "./lowering.ts";

type LowerOp = (to: OnnxLowering, ...args: OnnxTensor[]) => OnnxTensor;

const unary =
  (type: string): LowerOp =>
  (to, x) =>
    to.unary(type, x);

const binary =
  (type: string): LowerOp =>
  (to, ...args) =>
    args.reduce((a, b) => to.binary(type, a, b));

/** Each operation of the formula as ONNX operators. */
export const LOWER_OP: Readonly<Record<OpName, LowerOp>> = {
  add: binary("Add"),
  mul: binary("Mul"),
  pow(to, base, exponent) {
    const n = exponent.number;
    if (n === 2) return to.binary("Mul", base, base);
    if (n === 3) return to.binary("Mul", base, to.binary("Mul", base, base));
    if (n === -1) return to.unary("Reciprocal", base);
    if (n === 0.5) return to.unary("Sqrt", base);
    return to.binary("Pow", base, exponent);
  },
  ratio: (to, a, b, empty) => to.ratio(a, b, empty),
  inverse: (to, x) => to.inverse(x),
  exp: unary("Exp"),
  // tanh(x/2) = (e^x - 1)/(e^x + 1), so e^x - 1 is a product, which keeps a small x, where e^x - 1 as it stands cancels.
  expm1: (to, x) => to.expm1(x),
  log: unary("Log"),
  log1p: (to, x) => to.log1p(x),
  sqrt: unary("Sqrt"),
  abs: unary("Abs"),
  sign: (to, x) => to.sign(x),
  step: (to, x) => to.isPositive(x),
  min: binary("Min"),
  max: binary("Max"),
  relu: unary("Relu"),
  sigmoid: (to, x) => to.sigmoid(x),
  softplus(to, x) {
    const tail = to.log1p(to.unary("Exp", to.unary("Neg", to.unary("Abs", x))));
    return to.binary("Add", to.unary("Relu", x), tail);
  },
  tanh: unary("Tanh"),
  sinh: (to, x) => to.sinh(x),
  cosh: (to, x) => to.halfOf(to.binary("Add", to.unary("Exp", x), to.unary("Exp", to.unary("Neg", x)))),
  stop: (_to, x) => x,
  pixelSum: (to, x) => to.sumPixels(x),
  total: (to, x) => to.sumClasses(x),
  others: (to, x) => to.sumOtherClasses(x),
  aboveMean(to, p, g) {
    const isTop = to.isPositive(to.binary("Sub", p, to.scalar(1 / 2)));
    const aboveTop = to.binary("Sub", g, to.sumClasses(to.binary("Mul", isTop, g)));
    return to.binary("Sub", aboveTop, to.sumClasses(to.binary("Mul", p, aboveTop)));
  },
  logSoftmax: (to, x) => to.logSoftmax(x),
  logOthers: (to, x) => to.logOthers(x),
  isLargest: (to, x) => to.isLargest(x),
  largest: (to, x) => to.maxClasses(x),
  lovaszWeights: (to, error, truth, weight) => to.lovaszWeights(error, truth, weight),
  hardest: (to, error, share, weight) => to.hardest(error, share, weight),
  skeleton: (to, x, iterations) => to.skeleton(x, iterations),
  skeletonSlope: (to, adjoint, x, iterations) => to.skeletonSlope(adjoint, x, iterations),
};
