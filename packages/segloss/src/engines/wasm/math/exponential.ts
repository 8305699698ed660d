import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import { addProduct, subtractProduct } from "./multiply-add.ts";

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
export function expNegative(f: FunctionBuilder, x: Local, relaxed: boolean): Local {
  return expReduced(f, f.vector("f32x4.pmax", [x, f.splat(LEAST_EXPONENT)]), relaxed);
}

function expReduced(f: FunctionBuilder, x: Local, relaxed: boolean): Local {
  const shifted = addProduct(f, x, f.splat(LOG2_E), f.splat(ROUNDER), relaxed);
  const n = f.vector("f32x4.sub", [shifted, f.splat(ROUNDER)]);
  const high = subtractProduct(f, n, f.splat(LN2_HIGH), x, relaxed);
  const r = subtractProduct(f, n, f.splat(LN2_LOW), high, relaxed);
  const square = f.vector("f32x4.mul", [r, r]);
  // Estrin's scheme: short chains. Coefficients of the best approximation of (e^r - 1 - r)/r^2 on [-0.347, 0.347].
  const a = addProduct(f, f.splat(8.36878e-3), r, f.splat(4.166839e-2), relaxed);
  const b = addProduct(f, f.splat(1.666652e-1), r, f.splat(4.9999993e-1), relaxed);
  const c = f.vector("f32x4.add", [r, f.splat(1)]);
  const top = addProduct(f, f.splat(1.38145e-3), square, a, relaxed);
  const upper = addProduct(f, top, square, b, relaxed);
  const mantissa = addProduct(f, upper, square, c, relaxed);
  f.get(shifted);
  f.push(23);
  f.emit("i32x4.shl");
  const exponent = f.local("v128");
  f.set(exponent);
  return f.vector("i32x4.add", [mantissa, exponent]);
}

/** e^x for any x: 0 below -87.3, infinite above 88.7, else within 2e-7. */
export function exp(f: FunctionBuilder, x: Local, relaxed: boolean): Local {
  const above = f.vector("f32x4.pmax", [x, f.splat(LEAST_EXPONENT)]);
  const inside = f.vector("f32x4.pmin", [above, f.splat(88)]);
  const rest = f.vector("f32x4.sub", [above, inside]);
  // Between 88 and 88.72 one step more: e^88 * e^(x - 88).
  const core = expReduced(f, inside, relaxed);
  const step = expReduced(f, f.vector("f32x4.pmin", [rest, f.splat(80)]), relaxed);
  const value = f.vector("f32x4.mul", [core, step]);
  const vanishes = f.vector("f32x4.lt", [x, f.splat(-87.3)]);
  const kept = f.vector("v128.andnot", [value, vanishes]);
  const invalid = f.vector("f32x4.ne", [x, x]);
  return f.vector("v128.or", [kept, invalid]);
}
