import { addProduct, subtractProduct } from "./multiply-add.ts";
import type { VectorCode } from "./vector-code.ts";

/** log2 e, and 1.5 * 2^23: adding it rounds to the nearest integer and leaves that in the lowest bits. */
const LOG2_E: number = Math.LOG2E;
const ROUNDER = 12582912;
/** ln 2 as a sum: the first part has few bits, so that its multiples are exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444005469057e-4;
/** Below it the result is that of -87: 1.6e-38, the smallest with full precision. */
const LEAST_EXPONENT = -87;

/**
 * e^x for x <= 0, four at a time. x = n ln 2 + r with |r| <= ln 2/2, e^r by a polynomial of degree 6, n added to the
 * exponent bits. Relative error below 2e-7 for x >= -87; below -87 the result is e^-87 = 1.6e-38.
 */
export function expNegative<T>(f: VectorCode<T>, x: T, relaxed: boolean): T {
  const { rounded, mantissa } = reduced(f, f.vector("f32x4.pmax", [x, f.splat(LEAST_EXPONENT)]), relaxed);
  return scaled(f, mantissa, rounded);
}

/** e^x = 2^n e^r: n + ROUNDER, and e^r. */
function reduced<T>(f: VectorCode<T>, x: T, relaxed: boolean): { rounded: T; mantissa: T } {
  const rounded = addProduct(f, x, f.splat(LOG2_E), f.splat(ROUNDER), relaxed);
  const n = f.vector("f32x4.sub", [rounded, f.splat(ROUNDER)]);
  const high = subtractProduct(f, n, f.splat(LN2_HIGH), x, relaxed);
  const r = subtractProduct(f, n, f.splat(LN2_LOW), high, relaxed);
  const square = f.vector("f32x4.mul", [r, r]);
  // Estrin's scheme: short chains. Coefficients of the best approximation of (e^r - 1 - r)/r^2 on [-0.347, 0.347].
  const a = addProduct(f, f.splat(8.36878e-3), r, f.splat(4.166839e-2), relaxed);
  const b = addProduct(f, f.splat(1.666652e-1), r, f.splat(4.9999993e-1), relaxed);
  const c = f.vector("f32x4.add", [r, f.splat(1)]);
  const top = addProduct(f, f.splat(1.38145e-3), square, a, relaxed);
  const upper = addProduct(f, top, square, b, relaxed);
  return { rounded, mantissa: addProduct(f, upper, square, c, relaxed) };
}

/** x 2^n, from n + ROUNDER. */
function scaled<T>(f: VectorCode<T>, x: T, rounded: T): T {
  return f.vector("i32x4.add", [x, f.shift("i32x4.shl", rounded, 23)]);
}

/** e^x for any x: 0 below -87.3, infinite above 88.7, else within 2e-7. */
export function exp<T>(f: VectorCode<T>, x: T, relaxed: boolean): T {
  const above = f.vector("f32x4.pmax", [x, f.splat(LEAST_EXPONENT)]);
  const { rounded, mantissa } = reduced(f, f.vector("f32x4.pmin", [above, f.splat(89)]), relaxed);
  // 2^128 is no float: where n is that, 2^127 and a factor of 2.
  const inside = f.vector("f32x4.pmin", [rounded, f.splat(ROUNDER + 127)]);
  const excess = f.vector("f32x4.sub", [rounded, inside]);
  const factor = f.vector("f32x4.add", [excess, f.splat(1)]);
  const value = f.vector("f32x4.mul", [scaled(f, mantissa, inside), factor]);
  const vanishes = f.vector("f32x4.lt", [x, f.splat(-87.3)]);
  const kept = f.vector("v128.andnot", [value, vanishes]);
  const invalid = f.vector("f32x4.ne", [x, x]);
  return f.vector("v128.or", [kept, invalid]);
}
