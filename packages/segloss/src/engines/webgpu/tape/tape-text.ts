import type { ApplyNode } from "../../../formula/expression.ts";
import { isNumber } from "../../../formula/expression.ts";
import type { OpName } from "../../../formula/op-name.ts";
import { literal } from "../wgsl/literal.ts";

/** Operations that make no number of numbers: of pixels, ranks and neighbours. */
type OverPixels = "pixelSum" | "lovaszWeights" | "hardest" | "skeleton" | "skeletonSlope";
type OverClasses = "total" | "others" | "aboveMean" | "logSoftmax" | "logOthers" | "isLargest" | "largest";
export type TapeOp = Exclude<OpName, OverPixels | OverClasses>;
export type TapeClassOp = OverClasses;

type Text = (args: readonly string[], node: ApplyNode) => string;

const call =
  (name: string): Text =>
  (args) =>
    `${name}(${args.join(", ")})`;

/** WGSL of an operation on numbers of a region; an operation without an entry does not compile. */
export const TAPE_TEXT: Readonly<Record<TapeOp, Text>> = {
  add: (args) => `(${args.join(" + ")})`,
  mul: (args) => `(${args.join(" * ")})`,
  pow: ([a, b], { args: [, exponent] }) => {
    if (isNumber(exponent) && Number.isInteger(exponent.value) && Math.abs(exponent.value) <= 64)
      return `wholePower(${a}, ${exponent.value})`;
    return isNumber(exponent, 0.5) ? `sqrt(${a})` : `powerOf(${a}, ${b})`;
  },
  ratio: call("ratioOf"),
  inverse: call("inverseOf"),
  exp: call("expOf"),
  expm1: call("expm1Of"),
  log: call("logOf"),
  log1p: call("log1pOf"),
  sqrt: call("sqrt"),
  abs: call("abs"),
  sign: call("sign"),
  step: ([x]) => `select(0f, 1f, ${x} > 0f)`,
  min: call("min"),
  max: call("max"),
  relu: ([x]) => `max(${x}, 0f)`,
  sigmoid: call("sigmoidOf"),
  softplus: ([x]) => `(max(${x}, 0f) + log1pUnit(expNegative(-abs(${x}))))`,
  tanh: call("tanhOf"),
  sinh: call("sinhOf"),
  cosh: call("coshOf"),
  stop: ([x]) => x,
};

/** WGSL functions that `TAPE_TEXT` calls besides those of `MATH`; `nothing` is what counts as 0 in a quotient. */
export function tapeFunctions(nothing: number): string {
  return /* wgsl */ `
fn isNothing(x: f32) -> bool { return abs(x) <= ${literal(nothing)}; }
fn ratioOf(a: f32, b: f32, empty: f32) -> f32 {
  return select(a / b, select(infinity(), empty, isNothing(a)), isNothing(b));
}
fn inverseOf(x: f32) -> f32 { return select(1f / x, 0f, isNothing(x)); }
fn sigmoidOf(x: f32) -> f32 {
  let e = expNegative(-abs(x));
  return select(1f, e, x < 0f) / (1f + e);
}
fn expm1Of(x: f32) -> f32 {
  let series = ((((x / 720f + 1f / 120f) * x + 1f / 24f) * x + 1f / 6f) * x + 0.5f) * (x * x) + x;
  return select(expOf(x) - 1f, series, abs(x) < 0.25f);
}
fn wholePower(x: f32, n: i32) -> f32 {
  var result = 1f;
  var square = x;
  for (var rest = abs(n); rest > 0; rest >>= 1u) {
    if ((rest & 1) == 1) { result *= square; }
    square *= square;
  }
  return select(result, 1f / result, n < 0);
}
fn powerOf(x: f32, n: f32) -> f32 {
  if (n == 0f) { return 1f; }
  let size = expOf(n * logOf(abs(x)));
  if (x >= 0f) { return size; }
  if (n != round(n)) { return notANumber(); }
  return select(size, -size, (i32(n) & 1) != 0);
}
`;
}

/** The same for operations over the classes: arrays of \`CHANNELS\`. */
export const CLASS_FUNCTIONS: Readonly<Record<TapeClassOp, string>> = {
  total: /* wgsl */ `
fn totalOf(x: array<f32, CHANNELS>) -> f32 {
  var sum = 0f;
  for (var c = 0u; c < CHANNELS; c++) { sum += x[c]; }
  return sum;
}`,
  others: /* wgsl */ `
fn othersOf(x: array<f32, CHANNELS>) -> array<f32, CHANNELS> {
  var out: array<f32, CHANNELS>;
  var below = 0f;
  for (var c = 0u; c < CHANNELS; c++) { out[c] = below; below += x[c]; }
  var above = 0f;
  for (var k = CHANNELS; k > 0u; k--) { out[k - 1u] += above; above += x[k - 1u]; }
  return out;
}`,
  aboveMean: /* wgsl */ `
fn aboveMeanOf(p: array<f32, CHANNELS>, g: array<f32, CHANNELS>) -> array<f32, CHANNELS> {
  var ofTop = 0f;
  for (var c = 0u; c < CHANNELS; c++) { if (p[c] > 0.5f) { ofTop = g[c]; } }
  var mean = 0f;
  for (var c = 0u; c < CHANNELS; c++) { mean += p[c] * (g[c] - ofTop); }
  var out: array<f32, CHANNELS>;
  for (var c = 0u; c < CHANNELS; c++) { out[c] = g[c] - ofTop - mean; }
  return out;
}`,
  logSoftmax: /* wgsl */ `
fn logSoftmaxOf(x: array<f32, CHANNELS>) -> array<f32, CHANNELS> {
  let top = largestAt(x);
  var rest = 0f;
  for (var c = 0u; c < CHANNELS; c++) { if (c != top) { rest += expNegative(x[c] - x[top]); } }
  var out: array<f32, CHANNELS>;
  for (var c = 0u; c < CHANNELS; c++) { out[c] = x[c] - x[top] - log1pOf(rest); }
  return out;
}`,
  logOthers: /* wgsl */ `
fn logOthersOf(x: array<f32, CHANNELS>) -> array<f32, CHANNELS> {
  let top = largestAt(x);
  var second = -infinity();
  var rest = 0f;
  for (var c = 0u; c < CHANNELS; c++) {
    if (c != top) { second = max(second, x[c]); rest += expNegative(x[c] - x[top]); }
  }
  let logSum = log1pOf(rest);
  var scaled = 0f;
  var out: array<f32, CHANNELS>;
  for (var c = 0u; c < CHANNELS; c++) {
    if (c != top) { scaled += expNegative(x[c] - second); }
    out[c] = log1pOf(-expNegative(x[c] - x[top] - logSum));
  }
  out[top] = second - x[top] + logOf(scaled) - logSum;
  return out;
}`,
  isLargest: /* wgsl */ `
fn isLargestOf(x: array<f32, CHANNELS>) -> array<f32, CHANNELS> {
  var out: array<f32, CHANNELS>;
  out[largestAt(x)] = 1f;
  return out;
}`,
  largest: /* wgsl */ `
fn largestOf(x: array<f32, CHANNELS>) -> f32 { return x[largestAt(x)]; }`,
};

export const LARGEST_AT = /* wgsl */ `
fn largestAt(x: array<f32, CHANNELS>) -> u32 {
  var top = 0u;
  for (var c = 1u; c < CHANNELS; c++) { if (x[c] > x[top]) { top = c; } }
  return top;
}`;
