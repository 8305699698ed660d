import type { LoopValue, Make } from "./instructions.ts";

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
export function expNegative(make: Make, x: LoopValue): LoopValue {
  const { rounded, mantissa } = reduced(make, make.max(x, LEAST_EXPONENT));
  return scaled(make, mantissa, rounded);
}

/** e^x = 2^n e^r: n + ROUNDER, and e^r. */
function reduced(make: Make, x: LoopValue): { rounded: LoopValue; mantissa: LoopValue } {
  const rounded = make.add(make.mul(x, LOG2_E), ROUNDER);
  const n = make.sub(rounded, ROUNDER);
  const high = make.sub(x, make.mul(n, LN2_HIGH));
  const r = make.sub(high, make.mul(n, LN2_LOW));
  const square = make.mul(r, r);
  // Estrin's scheme: short chains. Coefficients of the best approximation of (e^r - 1 - r)/r^2 on [-0.347, 0.347].
  const a = make.add(make.mul(8.36878e-3, r), 4.166839e-2);
  const b = make.add(make.mul(1.666652e-1, r), 4.9999993e-1);
  const c = make.add(r, 1);
  const top = make.add(make.mul(1.38145e-3, square), a);
  const upper = make.add(make.mul(top, square), b);
  return { rounded, mantissa: make.add(make.mul(upper, square), c) };
}

/** x 2^n, from n + ROUNDER. */
function scaled(make: Make, x: LoopValue, rounded: LoopValue): LoopValue {
  return make.addInteger(x, make.apply("shiftLeft", [rounded], 23));
}

/** e^x for any x: 0 below -87.3, infinite above 88.7, else within 2e-7. */
export function exp(make: Make, x: LoopValue): LoopValue {
  const above = make.max(x, LEAST_EXPONENT);
  const { rounded, mantissa } = reduced(make, make.min(above, 89));
  // 2^128 is no float: where n is that, 2^127 and a factor of 2.
  const inside = make.min(rounded, ROUNDER + 127);
  const excess = make.sub(rounded, inside);
  const factor = make.add(excess, 1);
  const value = make.mul(scaled(make, mantissa, inside), factor);
  const vanishes = make.less(x, -87.3);
  const kept = make.andnot(value, vanishes);
  const invalid = make.notEqual(x, x);
  return make.or(kept, invalid);
}
