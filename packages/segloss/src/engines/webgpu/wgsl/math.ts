/**
 * Functions of single precision, written out where WGSL leaves a built-in one too much room (exp 3 + 2|x| units of the last place,
 * log 5e-7 absolute, tanh may be NaN at 100). `fence` hides from the compiler what a value is: drivers may reassociate, and
 * one of those measured takes (x - n*high) - n*low for x - n*(high + low). `params.zero` is 0, which only the host knows.
 * Constants and error bounds are those of `math/` of the wasm engine; log1p never looks at 1 + x where x is small.
 */
export const MATH = /* wgsl */ `
fn fence(x: f32) -> f32 { return bitcast<f32>(bitcast<u32>(x) ^ params.zero); }
fn infinity() -> f32 { return bitcast<f32>(0x7f800000u ^ params.zero); }
fn notANumber() -> f32 { return bitcast<f32>(0x7fc00000u ^ params.zero); }
fn isFinite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }
fn isNaN(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }
fn withSign(size: f32, sign: f32) -> f32 {
  return bitcast<f32>(bitcast<u32>(size) | (bitcast<u32>(sign) & 0x80000000u));
}
/* e^r 2^n = e^x, |r| <= ln 2/2: n and e^r. */
fn reducedExp(x: f32) -> vec2f {
  let n = round(x * 1.44269504f);
  let r = fence(x - n * 0.693359375f) - n * -2.12194440e-4f;
  let square = r * r;
  let a = 8.36878e-3f * r + 4.166839e-2f;
  let b = 1.666652e-1f * r + 4.9999993e-1f;
  return vec2f(n, ((1.38145e-3f * square + a) * square + b) * square + (r + 1f));
}
fn scaled(x: f32, n: f32) -> f32 { return bitcast<f32>(bitcast<i32>(x) + (i32(n) << 23u)); }
/* x <= 0; below -87 that of -87. */
fn expNegative(x: f32) -> f32 {
  let e = reducedExp(max(x, -87f));
  return scaled(e.y, e.x);
}
fn expOf(x: f32) -> f32 {
  let e = reducedExp(clamp(x, -87f, 89f));
  let inside = min(e.x, 127f);
  let value = scaled(e.y, inside) * (1f + (e.x - inside));
  let kept = select(value, 0f, x < -87.3f);
  return select(kept, notANumber(), isNaN(x));
}
fn twiceArtanh(s: f32) -> f32 {
  let w = s * s;
  let upper = 0.2802445f * w + 0.27999142f;
  let lower = 0.40021697f * w + 0.66666412f;
  return ((upper * (w * w) + lower) * w + 2f) * s;
}
fn log1pUnit(x: f32) -> f32 { return twiceArtanh(x / (x + 2f)); }
fn logOf(x: f32) -> f32 {
  let isTiny = x < 1.17549435e-38f;
  let normal = select(x, x * 8388608f, isTiny);
  let exponent = (bitcast<i32>(normal) - 0x3f3504f3) >> 23u;
  let above = bitcast<f32>(bitcast<i32>(normal) - (exponent << 23u)) - 1f;
  let count = f32(exponent) + select(0f, -23f, isTiny);
  let low = count * -2.12194440e-4f + twiceArtanh(above / (above + 2f));
  let finite = count * 0.693359375f + low;
  let ofZero = select(select(finite, -infinity(), x == 0f), notANumber(), x < 0f);
  return select(ofZero, x, !isFinite(x));
}
fn log1pOf(x: f32) -> f32 {
  let near = twiceArtanh(x / (x + 2f));
  return select(logOf(1f + x), near, abs(x) < 0.5f);
}
fn tanhOf(x: f32) -> f32 {
  let e = expNegative(-2f * abs(x));
  let far = withSign((1f - e) / (1f + e), x);
  let w = x * x;
  let series = (((-5.70498873e-3f * w + 2.06390888e-2f) * w - 5.37397156e-2f) * w + 1.33314422e-1f) * w - 3.33332819e-1f;
  return select(far, series * (w * x) + x, abs(x) < 0.625f);
}
fn coshOf(x: f32) -> f32 { return 0.5f * expOf(abs(x)) + 0.5f * expNegative(-abs(x)); }
fn sinhOf(x: f32) -> f32 {
  let far = withSign(0.5f * expOf(abs(x)) - 0.5f * expNegative(-abs(x)), x);
  let w = x * x;
  let series = ((2.75573192e-6f * w + 1.98412698e-4f) * w + 8.33333333e-3f) * w + 1.66666667e-1f;
  return select(far, series * (w * x) + x, abs(x) < 1f);
}
`;
