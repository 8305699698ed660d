import { exp, expNegative } from "./exponential.ts";
import type { LoopValue, Make } from "./instructions.ts";

/** sum of c[k] x^k, highest first. */
function polynomial(make: Make, x: LoopValue, coefficients: readonly number[]): LoopValue {
  const [first, ...others] = coefficients;
  return others.reduce((sum, c) => make.add(make.mul(sum, x), c), make.constant(first));
}

/** x + x^3 P(x^2) where |x| < limit, else the other. */
function oddNear0(
  make: Make,
  x: LoopValue,
  limit: number,
  coefficients: readonly number[],
  other: LoopValue,
): LoopValue {
  const square = make.mul(x, x);
  const cube = make.mul(x, square);
  const near = make.add(make.mul(polynomial(make, square, coefficients), cube), x);
  const isNear = make.less(make.abs(x), limit);
  return make.select(isNear, near, other);
}

/** tanh x = (1 - e)/(1 + e) with e = exp(-2|x|); a polynomial (Cephes) below 0.625. Relative error below 4e-7. */
export function tanh(make: Make, x: LoopValue): LoopValue {
  const sign = make.and(x, -0);
  const e = expNegative(make, make.mul(make.abs(x), -2));
  const one = make.constant(1);
  const size = make.div(make.sub(one, e), make.add(one, e));
  const far = make.or(size, sign);
  const series = [
    -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1,
  ];
  return oddNear0(make, x, 0.625, series, far);
}

/** cosh x = (e^|x| + e^-|x|)/2. Relative error below 4e-7. */
export function cosh(make: Make, x: LoopValue): LoopValue {
  const [large, small] = halves(make, x);
  return make.add(large, small);
}

/** sinh x = (e^|x| - e^-|x|)/2 with the sign of x; its series below 1. Relative error below 5e-7. */
export function sinh(make: Make, x: LoopValue): LoopValue {
  const [large, small] = halves(make, x);
  const sign = make.and(x, -0);
  const far = make.or(make.sub(large, small), sign);
  return oddNear0(make, x, 1, [1 / 362880, 1 / 5040, 1 / 120, 1 / 6], far);
}

/** e^|x|/2 and e^-|x|/2. */
function halves(make: Make, x: LoopValue): [LoopValue, LoopValue] {
  const size = make.abs(x);
  const large = make.mul(exp(make, size), 0.5);
  const small = make.mul(expNegative(make, make.neg(size)), 0.5);
  return [large, small];
}
