import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { type F64, f32, f64, type I32, i32, i64, type V128, type Variable } from "../../../asm/value.ts";
import { SCALE } from "./accuracy.ts";
import type { CellsState } from "./cell-state.ts";
import { arithmetic, emitFourNumbers, type FourNumbers, floatSum, loadPairs } from "./lanes.ts";
import { COARSE_CELLS, FINE_BITS } from "./layout.ts";
import { fromTable, type SlopeBounds, slopeBounds } from "./slopes.ts";

/** Bounds of the errors and squared norm of the gradient, times `SCALE`; the value; the last two from below. */
export interface Sums {
  readonly error: Variable<"f64">;
  readonly norm: Variable<"f64">;
  readonly value: Variable<"f64">;
}

/**
 * Bounds of the mean squared error of the steps of each cell, errors of the value as much worse as `exchange` says; their
 * sums. There are true pixels in the region, so that no union is 0.
 */
export function emitBounds(state: CellsState, exchange: F64, sums: Sums): void {
  const { f, at, layout } = state;
  f.forDown(COARSE_CELLS, (coarse) => {
    const row = f.let(coarse.shl(3));
    const shift = f.let(i32.load(at(layout.map).add(row)));
    const parts = f.let(i32.const(1).shl(i32.const(FINE_BITS).sub(shift)));
    const first = f.let(at(0).add(placeOf(state, coarse)));
    f.if(
      i32.const(2).lt_u(parts).or(emitAreUsed(state, first)),
      () => emitCoarse(state, { row, shift, parts, first }, exchange, sums),
      () => {
        const bound = boundOf(state, first);
        f.i32.store(bound, 0, layout.errors);
        f.i32.store(f.let(bound.add(parts.shl(2).sub(4))), 0, layout.errors);
      },
    );
  });
}

/** Address of the bound of the cell with that address, both less the offset of the table. */
function boundOf({ f, at }: CellsState, address: I32): Variable<"i32"> {
  return f.let(at(0).add(address.sub(at(0)).shr_u(1)));
}

/** The place of the first cell of a coarse cell. */
export function placeOf({ f, at, layout }: CellsState, coarse: I32): I32 {
  const row = f.let(at(layout.map).add(coarse.shl(3)));
  return coarse.shl(FINE_BITS).shr_u(i32.load(row)).shl(3).add(i32.load(row, 4));
}

/** Whether there are pixels in a cell or in the next. */
function emitAreUsed({ f, layout }: CellsState, row: Variable<"i32">): I32 {
  const parts = Array.from({ length: layout.parts }, (_, p) =>
    f.v128.load(row, layout.counts + p * layout.partBytes),
  );
  return f.v128.any_true(parts.reduce((a, b) => f.v128.or(a, b)));
}

/** Whether there are pixels in a cell. */
export function emitIsUsed({ layout }: CellsState, row: I32): I32 {
  const parts = Array.from({ length: layout.parts }, (_, p) =>
    i64.load(row, layout.counts + p * layout.partBytes),
  );
  return parts.reduce((a, b) => a.or(b)).ne(i64.const(0));
}

/** 8 times its number; how far keys are shifted; cells; address of the first one, less the offset of the table. */
interface Coarse {
  readonly row: I32;
  readonly shift: I32;
  readonly parts: I32;
  readonly first: I32;
}

function emitCoarse(
  state: CellsState,
  { row, shift, parts, first }: Coarse,
  exchange: F64,
  sums: Sums,
): void {
  const { f, job, layout } = state;
  const width = f.let(fromTable(state, row, "width"));
  const scaled = width.mul(exchange).mul(SCALE / 2);
  const bend = splat(state, scaled.div(f64.convert_i32_u(parts)).min(LARGEST));
  const lowest = splat(state, fromTable(state, row, "error").sub(width.mul(0.5)));
  const own = {
    error: f.local("v128", f.integers(0)),
    norm: f.local("v128", f.integers(0)),
    value: f.local("v128", f.integers(0)),
  };
  const present = f.i32x4.gt_s(f.i32x4.splat(f.let(parts)), f.integers(3, 2, 1, 0));
  const plain = job.ranking.slope === "probability" ? null : slopeBounds(state, row, i32.const(0), shift);
  // Of fewer than four cells, those below are looked at too, which overwrite what is left there.
  const start = f.let(parts.lt_u(4).choose(parts.sub(4), 0));
  f.forDown(parts.add(3).shr_u(2), (group) => {
    const part = f.let(start.add(group.shl(2)));
    const address = f.let(first.add(part.shl(3)));
    const slopes = plain ?? slopeBounds(state, row, part, shift);
    const { falses, trues } = emitFourNumbers(state, address);
    const numbers = {
      falses: f.v128.and(falses, present),
      trues: f.v128.and(trues, present),
    };
    const above = loadPairs(f, address, layout.steps);
    const error = emitFour(f, numbers, above, { ...slopes, bend, lowest }, own);
    f.store(boundOf(state, address), error, layout.errors);
  });
  for (const key of ["error", "norm", "value"] as const)
    f.set(sums[key], sums[key].add(floatSum(state, own[key])));
}

/** Weights beyond it make no difference. */
const LARGEST = 1e37;

function splat({ f }: CellsState, x: F64): V128 {
  return f.f32x4.splat(f32.demote_f64(x));
}

/** What cells have from their coarse cell, in lanes: what the bend of the value weighs, times `SCALE`; the smallest error. */
interface CellWeights extends SlopeBounds {
  readonly bend: V128;
  readonly lowest: V128;
}

/** Sums over cells, in lanes. */
type CellSums = Readonly<Record<"error" | "norm" | "value", V128>>;

/**
 * Adds four cells to the sums; returns the bound of each divided by its number of pixels. With intersection I and union
 * U above a cell, b false and t true pixels in it and U' = U + b, a true pixel's step is off by at most half its range
 * b/(U U'). Those of false pixels, in the range from I/U^2 to (I - t)/U'^2, are spread about their mean by at most half
 * the range, and their mean is off by what that of the true ones is off by, t/b times at most b/(2 U U').
 */
function emitFour(
  f: FunctionBuilder,
  { falses, trues }: FourNumbers,
  [union, intersection]: readonly [V128, V128],
  { steepest, flattest, bend, lowest }: CellWeights,
  sums: CellSums,
): V128 {
  const { add, sub, mul, div } = arithmetic(f.f32x4);
  const number = f.i32x4.add(falses, trues);
  const [u, i, b, t, n] = [union, intersection, falses, trues, number].map((x) => f.f32x4.convert_i32x4_s(x));
  const after = add(u, b);
  const product = div(f.splat(1), mul(u, after));
  const ofTwice = div(f.splat(1), add(u, after));
  const [ofUnion, ofAfter] = [mul(after, product), mul(u, product)];
  const rangeTrue = mul(b, product);
  const fall = mul(mul(i, rangeTrue), add(ofUnion, ofAfter));
  const rangeFalse = add(fall, mul(t, mul(ofAfter, ofAfter)));
  const square = (x: V128): V128 => mul(x, x);
  const half = mul(steepest, f.splat(0.5));
  const [spread, offset] = [mul(rangeFalse, half), mul(mul(t, product), half)];
  const ofFalses = mul(b, add(square(spread), square(offset)));
  const ofGradient = add(mul(t, square(mul(rangeTrue, half))), ofFalses);
  // The sum of the steps is exact, so that only how far errors are from their middle counts.
  const ofValue = mul(add(mul(t, rangeTrue), mul(b, rangeFalse)), bend);
  // A cell of one pixel is exact.
  const isSeveral = f.i32x4.gt_s(number, f.integers(1));
  const error = f.v128.and(add(ofGradient, ofValue), isSeveral);
  const stepTrue = add(ofTwice, ofTwice);
  const stepFalse = mul(sub(i, mul(mul(t, u), ofTwice)), product);
  const [ofTrue, ofFalse] = [mul(stepTrue, flattest), mul(stepFalse, flattest)];
  f.set(sums.error, f.f32x4.add(sums.error, error));
  f.set(sums.norm, f.f32x4.add(sums.norm, add(mul(t, square(ofTrue)), mul(b, square(ofFalse)))));
  f.set(sums.value, f.f32x4.add(sums.value, mul(add(mul(t, stepTrue), mul(b, stepFalse)), lowest)));
  return div(error, f.f32x4.pmax(n, f.splat(1)));
}
