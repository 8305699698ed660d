import type { Constructors } from "../constructors.ts";
import {
  applyNode,
  type Expression,
  isApply,
  isNumber,
  isSymbol,
  mentions,
  number,
  symbol,
  unionAxes,
} from "../expression.ts";
import { multipleOfProbability, powerOfProbability } from "../factors.ts";
import { logarithmOfOwnClass, logarithmOfProduct, powerOfProduct } from "../probability-product.ts";
import type { ElementwiseOp } from "./op.ts";

/** What depends on the network's output: the derivative stops where none of these stands. */
export const PREDICTION_SYMBOLS: readonly string[] = ["z", "p", "q", "logp", "log1mp"];

type Slope = (x: Expression, make: Constructors) => Expression;

/** A function of one operand. */
function unary(
  slope: Slope,
  reference: (x: number) => number,
  simplify?: (x: Expression, make: Constructors) => Expression | undefined,
): ElementwiseOp {
  return {
    kind: "elementwise",
    arity: 1,
    axes: unionAxes,
    reference,
    derivative: (adjoint, [x], _i, make) => make.mul(adjoint, slope(x, make)),
    ...(simplify && { simplify: ([x], make) => simplify(x, make) }),
  };
}

/** e to the power. */
export const exp: ElementwiseOp = unary(
  (x, make) => make.exp(x),
  Math.exp,
  (x, make) => {
    const power = powerOfProbability(x);
    if (power && isNumber(power.exponent) && Number.isInteger(power.exponent.value)) {
      return make.pow(power.base, power.exponent);
    }
    return isApply(x, "log") ? x.args[0] : undefined;
  },
);

/** exp(x) - 1, exact for small x. tanh(x/2) = (e^x - 1)/(e^x + 1), so e^x - 1 is a product, which keeps a small x, where e^x - 1 as it stands cancels. */
export const expm1: ElementwiseOp = unary(
  (x, make) => make.exp(x),
  Math.expm1,
  (x, make) => {
    const power = powerOfProbability(x);
    return power && isNumber(power.exponent, 1) ? make.add(power.base, number(-1)) : undefined;
  },
);

/** Natural logarithm. */
export const log: ElementwiseOp = unary(
  (x, make) => make.pow(x, number(-1)),
  Math.log,
  (x, make) => {
    if (isSymbol(x, "p")) return symbol("logp", x.axes);
    if (isSymbol(x, "q")) return symbol("log1mp", x.axes);
    return isApply(x, "exp") ? x.args[0] : (logarithmOfProduct(x, make) ?? logarithmOfOwnClass(x, make));
  },
);

/** log(1 + x), exact for small x. */
export const log1p: ElementwiseOp = unary(
  (x, make) => make.pow(make.add(number(1), x), number(-1)),
  Math.log1p,
  (x, make) => {
    const rest = make.neg(x);
    if (isSymbol(rest, "p")) return symbol("log1mp", rest.axes);
    return isSymbol(rest, "q") ? symbol("logp", rest.axes) : undefined;
  },
);

/** Square root. */
export const sqrt: ElementwiseOp = unary(
  (x, make) => make.mul(number(0.5), make.pow(x, number(-0.5))),
  Math.sqrt,
  (x, make) => powerOfProduct(x, 1 / 2, make),
);

/** Absolute value. */
export const abs: ElementwiseOp = unary(
  (x, make) => make.apply("sign", x),
  Math.abs,
  (x, make) => {
    const multiple = multipleOfProbability(x);
    return multiple && make.mul(number(Math.abs(multiple.factor)), multiple.probability);
  },
);

/** max(x, 0). */
export const relu: ElementwiseOp = unary(
  (x, make) => make.apply("step", x),
  (x) => Math.max(x, 0),
);

/** 1/(1 + exp(-x)). */
export const sigmoid: ElementwiseOp = unary(
  (x, make) => make.mul(sigmoidOf(1, x, make), sigmoidOf(-1, x, make)),
  (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x))),
);

/** log(1 + e^x) = max(x, 0) + log1p(e^-|x|): no overflow, and e^x exactly where x is very negative. */
export const softplus: ElementwiseOp = unary(
  (x, make) => make.apply("sigmoid", x),
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
);

/** 1 - tanh^2 would cancel where tanh is nearly 1: the slope is 4 sigma(2x) sigma(-2x). */
export const tanh: ElementwiseOp = unary(
  (x, make) => make.mul(number(4), sigmoidOf(2, x, make), sigmoidOf(-2, x, make)),
  Math.tanh,
);

function sigmoidOf(factor: number, x: Expression, make: Constructors): Expression {
  return make.apply("sigmoid", make.mul(number(factor), x));
}

/** Hyperbolic sine. */
export const sinh: ElementwiseOp = unary((x, make) => make.apply("cosh", x), Math.sinh);

/** Hyperbolic cosine. */
export const cosh: ElementwiseOp = unary((x, make) => make.apply("sinh", x), Math.cosh);

/** The operand itself, through which no gradient passes. */
export const stop: ElementwiseOp = {
  kind: "elementwise",
  arity: 1,
  axes: unionAxes,
  reference: (x) => x,
  derivative: () => null,
  simplify: ([x]) => (mentions(x, PREDICTION_SYMBOLS) ? undefined : x),
};

/**
 * What counts as 0 in a quotient of sums. Single precision loses numbers below 1.2e-38, so below that times the pixels of
 * a region no engine can tell whether a class is predicted anywhere; this is more for up to 80 million pixels.
 */
export const COUNTS_AS_ZERO = 1e-30;

const isNothing = (x: number): boolean => Math.abs(x) <= COUNTS_AS_ZERO;

/**
 * a/b between sums of a region, and `empty` (the third operand) for 0/0: the value of a class that is in neither
 * the prediction nor the truth.
 */
export const ratio: ElementwiseOp = {
  kind: "elementwise",
  arity: 3,
  axes: unionAxes,
  reference: (a, b, empty) => (isNothing(b) ? (isNothing(a) ? empty : a / 0) : a / b),
  derivative(adjoint, args, i, make) {
    if (i === 2) return null;
    const byDenominator = make.mul(adjoint, make.apply("inverse", args[1]));
    if (i === 0) return byDenominator;
    return make.neg(make.mul(byDenominator, applyNode("ratio", args, unionAxes(args))));
  },
  simplify: ([a, b], make) => (isNumber(b) && b.value !== 0 ? make.mul(a, number(1 / b.value)) : undefined),
};

/** 1/x, and 0 where x counts as 0: the factor that the slope of `ratio` needs. */
export const inverse: ElementwiseOp = unary(
  (x, make) => make.neg(make.pow(make.apply("inverse", x), number(2))),
  (x) => (isNothing(x) ? 0 : 1 / x),
);
