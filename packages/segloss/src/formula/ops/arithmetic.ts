import type { Constructors } from "../constructors.ts";
import { applyNode, type Expression, isApply, isNumber, isSymbol, number, unionAxes } from "../expression.ts";
import { logarithmOf, multipleOfProbability } from "../factors.ts";
import { powerOfProduct } from "../probability-product.ts";
import { HARD_TARGET, isHardTarget, SOFT_TARGET } from "../targets.ts";
import type { ElementwiseOp } from "./op.ts";

/** Sum. */
export const add: ElementwiseOp = {
  kind: "elementwise",
  arity: "many",
  axes: unionAxes,
  reference: (a, b) => a + b,
  derivative: (adjoint) => adjoint,
};

/** Product. */
export const mul: ElementwiseOp = {
  kind: "elementwise",
  arity: "many",
  axes: unionAxes,
  reference: (a, b) => a * b,
  derivative: (adjoint, args, i, make) => make.mul(adjoint, ...args.filter((_, k) => k !== i)),
};

/** a^b. A whole exponent is a product; a power of a probability is taken in the log domain. */
export const pow: ElementwiseOp = {
  kind: "elementwise",
  arity: 2,
  axes: unionAxes,
  reference: (a, b) => a ** b,
  derivative(adjoint, [base, exponent], i, make) {
    if (i === 0) return make.mul(adjoint, exponent, make.pow(base, make.add(exponent, number(-1))));
    return make.mul(adjoint, make.pow(base, exponent), make.apply("log", insideOf(base, make)));
  },
  simplify: ([base, exponent], make) => simplerPower(base, exponent, make),
};

/** A target may be 0, and 0^p log 0 is the limit, 0, as the product with any finite number in place of log 0. */
function insideOf(base: Expression, make: Constructors): Expression {
  return isSymbol(base, HARD_TARGET) || isSymbol(base, SOFT_TARGET)
    ? make.apply("max", base, number(1e-30))
    : base;
}

function simplerPower(base: Expression, exponent: Expression, make: Constructors): Expression | undefined {
  if (isNumber(exponent, 0)) return number(1);
  if (isNumber(exponent, 1)) return base;
  if (isApply(base, "exp")) return make.exp(make.mul(exponent, base.args[0]));
  if (isNumber(exponent) && isHardTarget(base) && exponent.value > 0) return base;
  const whole = isNumber(exponent) && Number.isInteger(exponent.value);
  const logarithm = logarithmOf(base);
  const multiple = whole ? undefined : multipleOfProbability(base);
  if (multiple && multiple.factor > 0 && multiple.factor !== 1)
    return make.mul(make.pow(number(multiple.factor), exponent), make.pow(multiple.probability, exponent));
  if (logarithm && !whole)
    return applyNode("exp", [make.mul(exponent, logarithm)], unionAxes([exponent, base]));
  if (whole && isApply(base, "mul")) return make.mul(...base.args.map((arg) => make.pow(arg, exponent)));
  if (whole && isApply(base, "pow") && isNumber(base.args[1]) && Number.isInteger(base.args[1].value)) {
    return make.pow(base.args[0], make.mul(base.args[1], exponent));
  }
  return isNumber(exponent) && !whole ? powerOfProduct(base, exponent.value, make) : undefined;
}
