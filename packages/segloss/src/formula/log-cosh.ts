import { add, apply, mul, pow, sub } from "./algebra.ts";
import { type Expression, isApply, number } from "./expression.ts";

/** Up to here log cosh is not a straight line in single precision. */
const STRAIGHT = 20;

/** log cosh x = log1p(2 sinh(x/2)^2) for small x, and |x| less a constant beyond, where cosh would overflow. */
export function logCosh(x: Expression): Expression {
  const size = apply("abs", x);
  const bent = apply("min", size, number(STRAIGHT));
  const square = pow(apply("sinh", mul(number(1 / 2), bent)), number(2));
  return add(apply("log1p", mul(number(2), square)), apply("relu", sub(size, number(STRAIGHT))));
}

/** sinh x/cosh x is tanh x, which does not overflow. */
export function slopeOfLogCosh(factors: readonly Expression[]): Expression | undefined {
  for (const above of factors) {
    if (!isApply(above, "sinh")) continue;
    const inverse = pow(apply("cosh", above.args[0]), number(-1));
    const below = factors.find((f) => f.key === inverse.key);
    if (below) return mul(...factors.filter((f) => f !== above && f !== below), apply("tanh", above.args[0]));
  }
  return undefined;
}
