import type { LoopValue, Make } from "./instructions.ts";

/** Coefficients of (2 atanh s)/s - 2 in s^2 for |s| <= 1/3: error 4.5e-9. */
const SERIES = [0.6666641235351562, 0.4002169966697693, 0.27999141812324524, 0.28024449944496155] as const;

/** 2 atanh(s) = log((1 + s)/(1 - s)), |s| <= 1/3. */
function twiceArtanh(make: Make, s: LoopValue): LoopValue {
  const w = make.mul(s, s);
  const square = make.mul(w, w);
  const upper = make.add(make.mul(SERIES[3], w), SERIES[2]);
  const lower = make.add(make.mul(SERIES[1], w), SERIES[0]);
  const inner = make.add(make.mul(upper, square), lower);
  const series = make.add(make.mul(inner, w), 2);
  return make.mul(series, s);
}

/** log(1 + x) for 0 <= x <= 1: log(1 + x) = 2 atanh(x/(2 + x)). Relative error below 2.5e-7, also for tiny x. */
export function log1pUnit(make: Make, x: LoopValue): LoopValue {
  const s = make.div(x, make.add(x, 2));
  return twiceArtanh(make, s);
}

/** log x: exponent times ln 2 and 2 atanh((m - 1)/(m + 1)) of the mantissa m. log 0 = -inf, log of less is NaN. */
export function log(make: Make, x: LoopValue): LoopValue {
  const isTiny = make.less(x, 1.1754943508222875e-38);
  const scaled = make.mul(x, 8388608);
  const normal = make.select(isTiny, scaled, x);
  const offset = make.and(-23, isTiny);
  const finite = logOfNormal(make, normal, offset);
  const zero = make.equal(x, 0);
  const ofZero = make.select(zero, Number.NEGATIVE_INFINITY, finite);
  const infinite = make.equal(x, Number.POSITIVE_INFINITY);
  const ofInfinity = make.select(infinite, x, ofZero);
  const invalid = make.not(make.atLeast(x, 0));
  return make.or(ofInfinity, invalid);
}

/** log of a normal float plus `offset` times ln 2. */
function logOfNormal(make: Make, x: LoopValue, offset: LoopValue | null): LoopValue {
  // Bits of sqrt(1/2): the mantissa comes out in [sqrt(1/2), sqrt 2).
  const biased = make.subInteger(x, make.integer(0x3f3504f3));
  const exponent = make.apply("shiftRight", [biased], 23);
  const mantissa = make.subInteger(x, make.apply("shiftLeft", [exponent], 23));
  const above = make.sub(mantissa, 1);
  const s = make.div(above, make.add(above, 2));
  const whole = make.toFloat(exponent);
  const count = offset === null ? whole : make.add(whole, offset);
  const low = make.add(make.mul(count, -2.1219444005469057e-4), twiceArtanh(make, s));
  return make.add(make.mul(count, 0.693359375), low);
}

/**
 * log(1 + x) for x >= -1: log of u = fl(1 + x), corrected by what the rounding of u has lost, (x - (u - 1))/u.
 * Relative error below 3e-7.
 */
export function log1p(make: Make, x: LoopValue): LoopValue {
  const u = make.add(x, 1);
  const lost = make.sub(x, make.sub(u, 1));
  const correction = make.div(lost, u);
  const isRegular = make.and(make.less(0, u), make.less(u, Number.POSITIVE_INFINITY));
  const kept = make.and(correction, isRegular);
  return make.add(log(make, u), kept);
}
