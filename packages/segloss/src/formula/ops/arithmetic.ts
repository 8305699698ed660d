import {
  apply,
  exp,
  HARD_TARGET,
  isHardTarget,
  logarithmOf,
  multipleOfProbability,
  SOFT_TARGET,
  mul as times,
} from "../algebra.ts";
import { applyNode, type Expression, isApply, isNumber, isSymbol, number, unionAxes } from "../expression.ts";
import { powerOfProduct } from "../probability-product.ts";
import type { ElementwiseOp } from "./op.ts";

export const add: ElementwiseOp = {
  kind: "elementwise",
  summary: "sum",
  arity: "many",
  axes: unionAxes,
  reference: (a, b) => a + b,
  derivative: (adjoint) => adjoint,
  latex: (...args) => args.join(" + "),
  onnx: (to, ...args) => args.reduce((a, b) => to.binary("Add", a, b)),
};

export const mul: ElementwiseOp = {
  kind: "elementwise",
  summary: "product",
  arity: "many",
  axes: unionAxes,
  reference: (a, b) => a * b,
  derivative: (adjoint, args, i) => times(adjoint, ...args.filter((_, k) => k !== i)),
  latex: (...args) => args.join(" \\, "),
  onnx: (to, ...args) => args.reduce((a, b) => to.binary("Mul", a, b)),
};

/** a^b. A whole exponent is a product; a power of a probability is taken in the log domain. */
export const pow: ElementwiseOp = {
  kind: "elementwise",
  summary: "power",
  arity: 2,
  axes: unionAxes,
  reference: (a, b) => a ** b,
  derivative(adjoint, [base, exponent], i) {
    const self = apply("pow", base, exponent);
    if (i === 1) return times(adjoint, self, apply("log", insideOf(base)));
    return times(adjoint, exponent, apply("pow", base, apply("add", exponent, number(-1))));
  },
  simplify: ([base, exponent]) => simplerPower(base, exponent),
  latex: (a, b) => `${a}^{${b}}`,
  onnx(to, base, exponent) {
    const n = exponent.number;
    if (n === 2) return to.binary("Mul", base, base);
    if (n === 3) return to.binary("Mul", base, to.binary("Mul", base, base));
    if (n === -1) return to.unary("Reciprocal", base);
    if (n === 0.5) return to.unary("Sqrt", base);
    return to.binary("Pow", base, exponent);
  },
};

/** A target may be 0, and 0^p log 0 is the limit, 0, as the product with any finite number in place of log 0. */
function insideOf(base: Expression): Expression {
  return isSymbol(base, HARD_TARGET) || isSymbol(base, SOFT_TARGET)
    ? apply("max", base, number(1e-30))
    : base;
}

function simplerPower(base: Expression, exponent: Expression): Expression | undefined {
  if (isNumber(exponent, 0)) return number(1);
  if (isNumber(exponent, 1)) return base;
  if (isApply(base, "exp")) return exp(times(exponent, base.args[0]));
  if (isNumber(exponent) && isHardTarget(base) && exponent.value > 0) return base;
  const whole = isNumber(exponent) && Number.isInteger(exponent.value);
  const logarithm = logarithmOf(base);
  const multiple = whole ? undefined : multipleOfProbability(base);
  if (multiple && multiple.factor > 0 && multiple.factor !== 1)
    return times(
      apply("pow", number(multiple.factor), exponent),
      apply("pow", multiple.probability, exponent),
    );
  if (logarithm && !whole) return applyNode("exp", [times(exponent, logarithm)], unionAxes([exponent, base]));
  if (whole && isApply(base, "mul")) return times(...base.args.map((arg) => apply("pow", arg, exponent)));
  if (whole && isApply(base, "pow") && isNumber(base.args[1]) && Number.isInteger(base.args[1].value)) {
    return apply("pow", base.args[0], times(base.args[1], exponent));
  }
  return isNumber(exponent) && !whole ? powerOfProduct(base, exponent.value) : undefined;
}
