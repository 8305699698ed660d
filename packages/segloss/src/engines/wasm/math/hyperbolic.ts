import { exp, expNegative } from "./exponential.ts";
import { addProduct } from "./multiply-add.ts";
import type { VectorCode } from "./vector-code.ts";

/** sum of c[k] x^k, highest first. */
function polynomial<T>(f: VectorCode<T>, x: T, coefficients: readonly number[], relaxed: boolean): T {
  const [first, ...others] = coefficients;
  return others.reduce((sum, c) => addProduct(f, sum, x, f.splat(c), relaxed), f.splat(first));
}

/** x + x^3 P(x^2) where |x| < limit, else the other. */
function oddNear0<T>(
  f: VectorCode<T>,
  x: T,
  limit: number,
  coefficients: readonly number[],
  other: T,
  relaxed: boolean,
): T {
  const square = f.vector("f32x4.mul", [x, x]);
  const cube = f.vector("f32x4.mul", [x, square]);
  const near = addProduct(f, polynomial(f, square, coefficients, relaxed), cube, x, relaxed);
  const isNear = f.vector("f32x4.lt", [f.vector("f32x4.abs", [x]), f.splat(limit)]);
  return f.vector("v128.bitselect", [near, other, isNear]);
}

/** tanh x = (1 - e)/(1 + e) with e = exp(-2|x|); a polynomial (Cephes) below 0.625. Relative error below 4e-7. */
export function tanh<T>(f: VectorCode<T>, x: T, relaxed: boolean): T {
  const sign = f.vector("v128.and", [x, f.splat(-0)]);
  const e = expNegative(f, f.vector("f32x4.mul", [f.vector("f32x4.abs", [x]), f.splat(-2)]), relaxed);
  const one = f.splat(1);
  const size = f.vector("f32x4.div", [f.vector("f32x4.sub", [one, e]), f.vector("f32x4.add", [one, e])]);
  const far = f.vector("v128.or", [size, sign]);
  const series = [
    -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1,
  ];
  return oddNear0(f, x, 0.625, series, far, relaxed);
}

/** cosh x = (e^|x| + e^-|x|)/2. Relative error below 4e-7. */
export function cosh<T>(f: VectorCode<T>, x: T, relaxed: boolean): T {
  const [large, small] = halves(f, x, relaxed);
  return f.vector("f32x4.add", [large, small]);
}

/** sinh x = (e^|x| - e^-|x|)/2 with the sign of x; its series below 1. Relative error below 5e-7. */
export function sinh<T>(f: VectorCode<T>, x: T, relaxed: boolean): T {
  const [large, small] = halves(f, x, relaxed);
  const sign = f.vector("v128.and", [x, f.splat(-0)]);
  const far = f.vector("v128.or", [f.vector("f32x4.sub", [large, small]), sign]);
  return oddNear0(f, x, 1, [1 / 362880, 1 / 5040, 1 / 120, 1 / 6], far, relaxed);
}

/** e^|x|/2 and e^-|x|/2. */
function halves<T>(f: VectorCode<T>, x: T, relaxed: boolean): [T, T] {
  const size = f.vector("f32x4.abs", [x]);
  const large = f.vector("f32x4.mul", [exp(f, size, relaxed), f.splat(0.5)]);
  const small = f.vector("f32x4.mul", [expNegative(f, f.vector("f32x4.neg", [size]), relaxed), f.splat(0.5)]);
  return [large, small];
}
