import type { SumOutput } from "../../../program/program.ts";
import { isOne } from "../../../program/value.ts";
import type { FunctionBuilder, Local } from "../encoder/function-builder.ts";
import { toDoubles, zeroVector } from "../encoder/vectors.ts";
import type { Instruction, LoopValue } from "../legalise/instructions.ts";
import { addProduct } from "./multiply-add.ts";
import { parameter, type SweepState } from "./sweep.ts";

/** A sum of values of a loop. */
export type LoopSum = SumOutput<Instruction>;

/** Running sums of a block. */
export interface SumAccumulators {
  /** Adds the value of vector `u` of a round; `above`: 1 + value, where the loop has it. */
  add(value: Local, u: number, above: Local | null): void;
  /** Adds the block's sum to the image's, in float64. */
  flush(classIndex: Local | null): void;
}

/**
 * The condition whose pixels a sum counts, or null: conditions are -1 as integers, so that counting is a subtraction.
 */
export function countedBy({ value, logarithmic }: LoopSum): LoopValue | null {
  if (logarithmic || value.op !== "and" || !value.args.some(isOne)) return null;
  return value.args.find(({ type }) => type === "mask") ?? null;
}

export function emitAccumulators(state: SweepState, sum: LoopSum, unroll: number): SumAccumulators {
  const { f, sweep, tail } = state;
  if (countedBy(sum)) {
    const turns = takingTurns(state, unroll, (before, x) => f.vector("i32x4.sub", [before, x]));
    return { add: turns.add, flush: (classIndex) => flushCount(state, sum, turns.locals, classIndex) };
  }
  if (!sum.logarithmic) return tail ? inDoubles(state, sum) : inPairs(state, sum, unroll);
  // (1 + Q)(1 + x) = 1 + Q (1 + x) + x.
  const turns = takingTurns(state, unroll, (before, x, above) =>
    above === null
      ? f.vector("f32x4.add", [before, growth(f, before, x)])
      : addProduct(f, before, above, x, sweep.relaxed),
  );
  return { add: turns.add, flush: (classIndex) => flushProduct(state, sum, turns.locals, classIndex) };
}

/** Two running sums that take turns, so that they wait less for each other. */
function takingTurns(
  state: SweepState,
  unroll: number,
  added: (before: Local, x: Local, above: Local | null) => Local,
): { locals: readonly Local[]; add: SumAccumulators["add"] } {
  const locals = Array.from({ length: Math.min(2, unroll) }, () => zeroVector(state.f));
  const add: SumAccumulators["add"] = (value, u, above) => {
    const own = locals[u % locals.length];
    state.f.get(added(own, value, above));
    state.f.set(own);
  };
  return { locals, add };
}

/**
 * One running sum, to which the vectors of a round are added in pairs and pairs of pairs: the sum of equal values, as of
 * a network that has not learnt yet, is rounded a quarter as often.
 */
function inPairs(state: SweepState, sum: SumOutput<string>, unroll: number): SumAccumulators {
  const { f } = state;
  const total = zeroVector(f);
  const pending: Local[] = [];
  const add = (value: Local, u: number): void => {
    let pair = value;
    for (let merged = 1; (u + 1) % (2 * merged) === 0 && pending.length > 0; merged *= 2)
      pair = f.vector("f32x4.add", [pending.pop() as Local, pair]);
    if (u < unroll - 1) {
      pending.push(pair);
      return;
    }
    f.get(f.vector("f32x4.add", [total, pair]));
    f.set(total);
  };
  return { add, flush: (classIndex) => flushDoubles(state, sum, toDoubles(f, total), classIndex) };
}

/** Of a few pixels, each value in double precision: with a handful the rounding of a sum does not average out. */
function inDoubles(state: SweepState, sum: SumOutput<string>): SumAccumulators {
  const { f } = state;
  const total = zeroVector(f);
  const add = (value: Local): void => {
    f.get(f.vector("f64x2.add", [total, toDoubles(f, value)]));
    f.set(total);
  };
  return { add, flush: (classIndex) => flushDoubles(state, sum, total, classIndex) };
}

/** (1 + a)(1 + b) - 1 less a: what b adds to the product of 1 + x less 1. */
function growth(f: FunctionBuilder, a: Local, b: Local): Local {
  return f.vector("f32x4.add", [f.vector("f32x4.mul", [a, b]), b]);
}

function flushDoubles(
  state: SweepState,
  sum: SumOutput<string>,
  both: Local,
  classIndex: Local | null,
): void {
  const { f } = state;
  const first = f.value("f64", "f64x2.extract_lane", [both], 0);
  const second = f.value("f64", "f64x2.extract_lane", [both], 1);
  addToSlot(state, sum, f.value("f64", "f64.add", [first, second]), classIndex);
}

function flushCount(
  state: SweepState,
  sum: SumOutput<string>,
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
function addToSlot({ f }: SweepState, sum: SumOutput<string>, value: Local, classIndex: Local | null): void {
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
  sum: SumOutput<string>,
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
