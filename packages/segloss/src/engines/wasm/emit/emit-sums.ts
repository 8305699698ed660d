import type { SumOutput } from "../../../program/program.ts";
import { isOne } from "../../../program/value.ts";
import type { FunctionBuilder } from "../asm/function-builder.ts";
import { toDoubles } from "../asm/to-doubles.ts";
import { type F64, f64, type I32, type V128, type Variable } from "../asm/value.ts";
import type { Instruction, LoopValue } from "../legalise/instructions.ts";
import { LOG1P } from "./host-functions.ts";
import { addProduct } from "./multiply-add.ts";
import type { SweepState } from "./sweep.ts";

/** A sum of values of a loop. */
export type LoopSum = SumOutput<Instruction>;

/** Running sums of a block. */
export interface SumAccumulators {
  /** Adds the value of vector `u` of a round; `above`: 1 + value, where the loop has it. */
  add(value: V128, u: number, above: V128 | null): void;
  /** Adds the block's sum to the image's, in float64. */
  flush(classIndex: I32 | null): void;
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
    const turns = takingTurns(state, unroll, (before, x) => f.i32x4.sub(before, x));
    return { add: turns.add, flush: (classIndex) => flushCount(state, sum, turns.locals, classIndex) };
  }
  if (!sum.logarithmic) return tail ? inDoubles(state, sum) : inPairs(state, sum, unroll);
  // (1 + Q)(1 + x) = 1 + Q (1 + x) + x.
  const turns = takingTurns(state, unroll, (before, x, above) =>
    above === null
      ? f.f32x4.add(before, growth(f, before, x))
      : addProduct(f, before, above, x, sweep.relaxed),
  );
  return { add: turns.add, flush: (classIndex) => flushProduct(state, sum, turns.locals, classIndex) };
}

/** Two running sums that take turns, so that they wait less for each other. */
function takingTurns(
  state: SweepState,
  unroll: number,
  added: (before: V128, x: V128, above: V128 | null) => V128,
): { locals: readonly V128[]; add: SumAccumulators["add"] } {
  const locals = Array.from({ length: Math.min(2, unroll) }, () =>
    state.f.local("v128", state.f.integers(0)),
  );
  const add: SumAccumulators["add"] = (value, u, above) => {
    const own = locals[u % locals.length];
    state.f.set(own, added(own, value, above));
  };
  return { locals, add };
}

/**
 * One running sum, to which the vectors of a round are added in pairs and pairs of pairs: the sum of equal values, as of
 * a network that has not learnt yet, is rounded a quarter as often.
 */
function inPairs(state: SweepState, sum: SumOutput<string>, unroll: number): SumAccumulators {
  const { f } = state;
  const total = f.local("v128", f.integers(0));
  const pending: V128[] = [];
  const add = (value: V128, u: number): void => {
    let pair = value;
    for (let merged = 1; (u + 1) % (2 * merged) === 0 && pending.length > 0; merged *= 2)
      pair = f.f32x4.add(pending.pop() as V128, pair);
    if (u < unroll - 1) {
      pending.push(pair);
      return;
    }
    f.set(total, f.f32x4.add(total, pair));
  };
  return { add, flush: (classIndex) => flushDoubles(state, sum, toDoubles(f, total), classIndex) };
}

/** Of a few pixels, each value in double precision: with a handful the rounding of a sum does not average out. */
function inDoubles(state: SweepState, sum: SumOutput<string>): SumAccumulators {
  const { f } = state;
  const total = f.local("v128", f.integers(0));
  const add = (value: V128): void => {
    f.set(total, f.f64x2.add(total, toDoubles(f, value)));
  };
  return { add, flush: (classIndex) => flushDoubles(state, sum, total, classIndex) };
}

/** (1 + a)(1 + b) - 1 less a: what b adds to the product of 1 + x less 1. */
function growth(f: FunctionBuilder, a: V128, b: V128): V128 {
  return f.f32x4.add(f.f32x4.mul(a, b), b);
}

function flushDoubles(state: SweepState, sum: SumOutput<string>, both: V128, classIndex: I32 | null): void {
  const { f } = state;
  const first = f.let(f.f64x2.extract_lane(both, 0));
  const second = f.let(f.f64x2.extract_lane(both, 1));
  addToSlot(state, sum, f.let(first.add(second)), classIndex);
}

function flushCount(
  state: SweepState,
  sum: SumOutput<string>,
  locals: readonly V128[],
  classIndex: I32 | null,
): void {
  const { f } = state;
  const vector = locals.reduce((a, b) => f.i32x4.add(a, b));
  const lanes = [0, 1, 2, 3].map((lane) => f.let(f.i32x4.extract_lane(vector, lane)));
  const count = lanes.reduce((a, b) => f.let(a.add(b)));
  addToSlot(state, sum, f.let(f64.convert_i32_s(count)), classIndex);
}

/** sums[slot + class] += value. */
function addToSlot({ f }: SweepState, sum: SumOutput<string>, value: F64, classIndex: I32 | null): void {
  const { sums } = f.parameters;
  const address = f.let(sum.perClass && classIndex !== null ? sums.add(classIndex.shl(3)) : sums);
  f.store(address, f64.load(address, 8 * sum.slot).add(value), 8 * sum.slot);
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
  locals: readonly V128[],
  classIndex: I32 | null,
): void {
  const { f } = state;
  const merge = (a: V128, b: V128): V128 => f.f32x4.add(a, growth(f, a, b));
  const vector = locals.reduce(merge);
  const lanes = [0, 1, 2, 3].map((lane) => f.let(f64.promote_f32(f.let(f.f32x4.extract_lane(vector, lane)))));
  const [first, ...others] = lanes;
  const all = others.reduce<F64>((a, b) => mergeDoubles(f, a, b), first);
  if (classIndex !== null) {
    addToSlot(state, sum, f.call(LOG1P, all), classIndex);
    return;
  }
  const product = state.products.get(sum.slot) as Variable<"f64">;
  f.set(product, mergeDoubles(f, product, all));
}

function mergeDoubles(f: FunctionBuilder, a: F64, b: F64): F64 {
  const product = f.let(a.mul(b));
  return f.let(a.add(f.let(b.add(product))));
}

/** Adds the logarithms of the products to the sums and starts the products again. */
export function flushLogarithms(state: SweepState): void {
  const { f, sweep, products } = state;
  for (const sum of sweep.program.sums) {
    const product = products.get(sum.slot);
    if (!sum.logarithmic || product === undefined) continue;
    addToSlot(state, sum, f.call(LOG1P, product), null);
    f.set(product, 0);
  }
}
