import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import type { SumOutput } from "../ir/program.ts";
import { oneWhere } from "../ir/simplify.ts";
import type { Value } from "../ir/value.ts";
import { addProduct } from "../math/multiply-add.ts";
import { parameter, type SweepState } from "./sweep.ts";

/** Running sums of a block, two that take turns, so that additions wait less for each other. */
export interface SumAccumulators {
  readonly locals: readonly Local[];
  /** `above`: 1 + value, where the phase has it. */
  add(value: Local, u: number, above: Local | null): void;
}

/**
 * The condition whose pixels a sum counts, or null: conditions are -1 as integers, so that counting is a subtraction.
 */
export function countedBy({ value, logarithmic }: SumOutput): Value | null {
  return logarithmic ? null : (oneWhere(value) ?? null);
}

export function emitAccumulators(state: SweepState, sum: SumOutput, unroll: number): SumAccumulators {
  const { f } = state;
  const locals = Array.from({ length: Math.min(2, unroll) }, () => f.local("v128"));
  for (const local of locals) {
    f.get(f.integers(0));
    f.set(local);
  }
  const { relaxed } = state.sweep;
  const counts = countedBy(sum) !== null;
  const add = (value: Local, u: number, above: Local | null): void => {
    const before = locals[u % locals.length];
    if (counts) {
      f.get(f.vector("i32x4.sub", [before, value]));
      f.set(before);
      return;
    }
    // (1 + Q)(1 + x) = 1 + Q (1 + x) + x.
    if (sum.logarithmic && above !== null) f.get(addProduct(f, before, above, value, relaxed));
    else f.get(f.vector("f32x4.add", [before, sum.logarithmic ? growth(f, before, value) : value]));
    f.set(before);
  };
  return { locals, add };
}

/** (1 + a)(1 + b) - 1 less a: what b adds to the product of 1 + x less 1. */
function growth(f: FunctionBuilder, a: Local, b: Local): Local {
  return f.vector("f32x4.add", [f.vector("f32x4.mul", [a, b]), b]);
}

/** Adds the block's sum to the image's, in float64. */
export function flushSum(
  state: SweepState,
  sum: SumOutput,
  { locals }: SumAccumulators,
  classIndex: Local | null,
): void {
  if (sum.logarithmic) flushProduct(state, sum, locals, classIndex);
  else if (countedBy(sum)) flushCount(state, sum, locals, classIndex);
  else flushPlain(state, sum, locals, classIndex);
}

function flushPlain(
  state: SweepState,
  sum: SumOutput,
  locals: readonly Local[],
  classIndex: Local | null,
): void {
  const { f } = state;
  const vector = locals.reduce((a, b) => f.vector("f32x4.add", [a, b]));
  const low = f.vector("f64x2.promote_low_f32x4", [vector]);
  const swapped = f.vector(
    "i8x16.shuffle",
    [vector, vector],
    8,
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
  );
  const both = f.vector("f64x2.add", [low, f.vector("f64x2.promote_low_f32x4", [swapped])]);
  const first = f.value("f64", "f64x2.extract_lane", [both], 0);
  const second = f.value("f64", "f64x2.extract_lane", [both], 1);
  addToSlot(state, sum, f.value("f64", "f64.add", [first, second]), classIndex);
}

function flushCount(
  state: SweepState,
  sum: SumOutput,
  locals: readonly Local[],
  classIndex: Local | null,
): void {
  const { f } = state;
  const vector = locals.reduce((a, b) => f.vector("i32x4.add", [a, b]));
  const lanes = [0, 1, 2, 3].map((lane) => f.value("i32", "i32x4.extract_lane", [vector], lane));
  const count = lanes.reduce((a, b) => f.value("i32", "i32.add", [a, b]));
  addToSlot(state, sum, f.value("f64", "f64.convert_i32_s", [count]), classIndex);
}

/** sums[slot + class] += value. */
function addToSlot({ f }: SweepState, sum: SumOutput, value: Local, classIndex: Local | null): void {
  const address = f.local("i32");
  f.get(parameter("sums"));
  if (sum.perClass && classIndex !== null) {
    f.get(classIndex);
    f.push(3);
    f.emit("i32.shl");
    f.emit("i32.add");
  }
  f.set(address);
  f.get(address);
  f.get(address);
  f.emit("f64.load", 8 * sum.slot);
  f.get(value);
  f.emit("f64.add");
  f.emit("f64.store", 8 * sum.slot);
}

/** Blocks of 256 pixels whose product of 1 + x <= 2 stays below 2^1023. */
export const BLOCKS_PER_LOGARITHM = 3;

/**
 * sum_i log(1 + x_i) = log(1 + Q) with 1 + Q the product of the 1 + x_i: one logarithm for many pixels. Q itself is
 * kept, not 1 + Q, so that tiny x count with full relative precision.
 */
function flushProduct(
  state: SweepState,
  sum: SumOutput,
  locals: readonly Local[],
  classIndex: Local | null,
): void {
  const { f } = state;
  const merge = (a: Local, b: Local): Local => f.vector("f32x4.add", [a, growth(f, a, b)]);
  const vector = locals.reduce(merge);
  const lanes = [0, 1, 2, 3].map((lane) =>
    f.value("f64", "f64.promote_f32", [f.value("f32", "f32x4.extract_lane", [vector], lane)]),
  );
  const all = lanes.reduce((a, b) => mergeDoubles(f, a, b));
  if (classIndex !== null) {
    addToSlot(state, sum, logarithm(f, all), classIndex);
    return;
  }
  const product = state.products.get(sum.slot) as Local;
  f.get(mergeDoubles(f, product, all));
  f.set(product);
}

function mergeDoubles(f: FunctionBuilder, a: Local, b: Local): Local {
  const product = f.value("f64", "f64.mul", [a, b]);
  return f.value("f64", "f64.add", [a, f.value("f64", "f64.add", [b, product])]);
}

/** Index of the host's log1p among the functions of the module. */
const LOG1P_FUNCTION = 0;

function logarithm(f: FunctionBuilder, x: Local): Local {
  return f.value("f64", "call", [x], LOG1P_FUNCTION);
}

/** Adds the logarithms of the products to the sums and starts the products again. */
export function flushLogarithms(state: SweepState): void {
  const { f, sweep, products } = state;
  for (const sum of sweep.program.sums) {
    const product = products.get(sum.slot);
    if (!sum.logarithmic || product === undefined) continue;
    addToSlot(state, sum, logarithm(f, product), null);
    f.emit("f64.const", 0);
    f.set(product);
  }
}
