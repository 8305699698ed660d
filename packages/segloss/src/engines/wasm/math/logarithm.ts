import { addProduct } from "./multiply-add.ts";
import type { VectorCode } from "./vector-code.ts";

/** Coefficients of (2 atanh s)/s - 2 in s^2 for |s| <= 1/3: error 4.5e-9. */
const SERIES = [0.6666641235351562, 0.4002169966697693, 0.27999141812324524, 0.28024449944496155] as const;

/** 2 atanh(s) = log((1 + s)/(1 - s)), |s| <= 1/3. */
function twiceArtanh<T>(f: VectorCode<T>, s: T, relaxed: boolean): T {
  const w = f.vector("f32x4.mul", [s, s]);
  const square = f.vector("f32x4.mul", [w, w]);
  const upper = addProduct(f, f.splat(SERIES[3]), w, f.splat(SERIES[2]), relaxed);
  const lower = addProduct(f, f.splat(SERIES[1]), w, f.splat(SERIES[0]), relaxed);
  const inner = addProduct(f, upper, square, lower, relaxed);
  const series = addProduct(f, inner, w, f.splat(2), relaxed);
  return f.vector("f32x4.mul", [series, s]);
}

/** log(1 + x) for 0 <= x <= 1: log(1 + x) = 2 atanh(x/(2 + x)). Relative error below 2.5e-7, also for tiny x. */
export function log1pUnit<T>(f: VectorCode<T>, x: T, relaxed: boolean): T {
  const s = f.vector("f32x4.div", [x, f.vector("f32x4.add", [x, f.splat(2)])]);
  return twiceArtanh(f, s, relaxed);
}

/** log x: exponent times ln 2 and 2 atanh((m - 1)/(m + 1)) of the mantissa m. log 0 = -inf, log of less is NaN. */
export function log<T>(f: VectorCode<T>, x: T, relaxed: boolean): T {
  const isTiny = f.vector("f32x4.lt", [x, f.splat(1.1754943508222875e-38)]);
  const scaled = f.vector("f32x4.mul", [x, f.splat(8388608)]);
  const normal = f.vector("v128.bitselect", [scaled, x, isTiny]);
  const offset = f.vector("v128.and", [f.splat(-23), isTiny]);
  const finite = logOfNormal(f, normal, offset, relaxed);
  const zero = f.vector("f32x4.eq", [x, f.splat(0)]);
  const ofZero = f.vector("v128.bitselect", [f.splat(Number.NEGATIVE_INFINITY), finite, zero]);
  const infinite = f.vector("f32x4.eq", [x, f.splat(Number.POSITIVE_INFINITY)]);
  const ofInfinity = f.vector("v128.bitselect", [x, ofZero, infinite]);
  const invalid = f.vector("v128.not", [f.vector("f32x4.ge", [x, f.splat(0)])]);
  return f.vector("v128.or", [ofInfinity, invalid]);
}

/** log of a normal float plus `offset` times ln 2. */
function logOfNormal<T>(f: VectorCode<T>, x: T, offset: T | null, relaxed: boolean): T {
  // Bits of sqrt(1/2): the mantissa comes out in [sqrt(1/2), sqrt 2).
  const biased = f.vector("i32x4.sub", [x, f.integers(0x3f3504f3)]);
  const exponent = f.shift("i32x4.shr_s", biased, 23);
  const mantissa = f.vector("i32x4.sub", [x, f.shift("i32x4.shl", exponent, 23)]);
  const above = f.vector("f32x4.sub", [mantissa, f.splat(1)]);
  const s = f.vector("f32x4.div", [above, f.vector("f32x4.add", [above, f.splat(2)])]);
  const whole = f.vector("f32x4.convert_i32x4_s", [exponent]);
  const count = offset === null ? whole : f.vector("f32x4.add", [whole, offset]);
  const low = addProduct(f, count, f.splat(-2.1219444005469057e-4), twiceArtanh(f, s, relaxed), relaxed);
  return addProduct(f, count, f.splat(0.693359375), low, relaxed);
}

/**
 * log(1 + x) for x >= -1: log of u = fl(1 + x), corrected by what the rounding of u has lost, (x - (u - 1))/u.
 * Relative error below 3e-7.
 */
export function log1p<T>(f: VectorCode<T>, x: T, relaxed: boolean): T {
  const u = f.vector("f32x4.add", [x, f.splat(1)]);
  const lost = f.vector("f32x4.sub", [x, f.vector("f32x4.sub", [u, f.splat(1)])]);
  const correction = f.vector("f32x4.div", [lost, u]);
  const isRegular = f.vector("v128.and", [
    f.vector("f32x4.lt", [f.splat(0), u]),
    f.vector("f32x4.lt", [u, f.splat(Number.POSITIVE_INFINITY)]),
  ]);
  const kept = f.vector("v128.and", [correction, isRegular]);
  return f.vector("f32x4.add", [log(f, u, relaxed), kept]);
}
