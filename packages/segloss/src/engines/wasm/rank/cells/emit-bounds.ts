import type { FunctionBuilder, Local } from "../../encoder/function-builder.ts";
import { zeroVector } from "../../encoder/vectors.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { SCALE } from "./accuracy.ts";
import type { CellsState } from "./cell-state.ts";
import {
  accumulate,
  arithmetic,
  emitFourNumbers,
  type FourNumbers,
  floatSum,
  loadPairs,
  storeVector,
} from "./lanes.ts";
import { COARSE_CELLS, FINE_BITS } from "./layout.ts";
import { fromTable, type SlopeBounds, slopeBounds } from "./slopes.ts";

/** Bounds of the errors and squared norm of the gradient, times `SCALE`; the value; the last two from below. */
export interface Sums {
  readonly error: Variable;
  readonly norm: Variable;
  readonly value: Variable;
}

/**
 * Bounds of the mean squared error of the steps of each cell, errors of the value as much worse as `exchange` says; their
 * sums. There are true pixels in the region, so that no union is 0.
 */
export function emitBounds(state: CellsState, exchange: Scalar, sums: Sums): void {
  const { s, at, layout } = state;
  s.eachDown(s.int(COARSE_CELLS), (coarse) => {
    const row = s.variable(s.shl(coarse, 3));
    const shift = s.variable(s.load(s.add(at(layout.map), row)));
    const parts = s.variable(s.shl(s.int(1), s.sub(s.int(FINE_BITS), shift)));
    const first = s.variable(s.add(at(0), placeOf(state, coarse)));
    s.when(
      s.or(s.less(s.int(2), parts), emitAreUsed(state, first)),
      () => emitCoarse(state, { row, shift, parts, first }, exchange, sums),
      () => {
        const bound = boundOf(state, first);
        s.store(bound, s.int(0), layout.errors);
        s.store(s.variable(s.add(bound, s.sub(s.shl(parts, 2), 4))), s.int(0), layout.errors);
      },
    );
  });
}

/** Address of the bound of the cell with that address, both less the offset of the table. */
function boundOf({ s, at }: CellsState, address: Scalar): Variable {
  return s.variable(s.add(at(0), s.shr(s.sub(address, at(0)), 1)));
}

/** The place of the first cell of a coarse cell. */
export function placeOf({ s, at, layout }: CellsState, coarse: Scalar): Scalar {
  const row = s.variable(s.add(at(layout.map), s.shl(coarse, 3)));
  return s.add(s.shl(s.shr(s.shl(coarse, FINE_BITS), s.load(row)), 3), s.load(row, 4));
}

/** Whether there are pixels in a cell or in the next. */
function emitAreUsed({ f, s, layout }: CellsState, row: Variable): Scalar {
  const parts = Array.from({ length: layout.parts }, (_, p) =>
    f.vector("v128.load", [row.local], layout.counts + p * layout.partBytes),
  );
  return s.op("i32", "v128.any_true", [s.of(parts.reduce((a, b) => f.vector("v128.or", [a, b])))]);
}

/** Whether there are pixels in a cell. */
export function emitIsUsed({ s, layout }: CellsState, row: Scalar): Scalar {
  const parts = Array.from({ length: layout.parts }, (_, p) =>
    s.op("i64", "i64.load", [row], layout.counts + p * layout.partBytes),
  );
  return s.op("i32", "i64.ne", [parts.reduce((a, b) => s.or(a, b)), s.op("i64", "i64.const", [], 0)]);
}

/** 8 times its number; how far keys are shifted; cells; address of the first one, less the offset of the table. */
interface Coarse {
  readonly row: Scalar;
  readonly shift: Scalar;
  readonly parts: Scalar;
  readonly first: Scalar;
}

function emitCoarse(
  state: CellsState,
  { row, shift, parts, first }: Coarse,
  exchange: Scalar,
  sums: Sums,
): void {
  const { f, s, job, layout } = state;
  const width = s.variable(fromTable(state, row, "width"));
  const scaled = s.mul(s.mul(width, exchange), s.real(SCALE / 2));
  const bend = splat(state, s.op("f64", "f64.min", [s.div(scaled, s.toReal(parts)), s.real(LARGEST)]));
  const lowest = splat(state, s.sub(fromTable(state, row, "error"), s.mul(width, 0.5)));
  const own = { error: zeroVector(f), norm: zeroVector(f), value: zeroVector(f) };
  const present = f.vector("i32x4.gt_s", [
    f.vector("i32x4.splat", [s.variable(parts).local]),
    f.integers(3, 2, 1, 0),
  ]);
  const plain = job.ranking.slope === "probability" ? null : slopeBounds(state, row, s.int(0), shift);
  // Of fewer than four cells, those below are looked at too, which overwrite what is left there.
  const start = s.variable(s.choose(s.less(parts, 4), s.sub(parts, 4), s.int(0)));
  s.eachDown(s.shr(s.add(parts, 3), 2), (group) => {
    const part = s.variable(s.add(start, s.shl(group, 2)));
    const address = s.variable(s.add(first, s.shl(part, 3))).local;
    const slopes = plain ?? slopeBounds(state, row, part, shift);
    const { falses, trues } = emitFourNumbers(state, address);
    const numbers = {
      falses: f.vector("v128.and", [falses, present]),
      trues: f.vector("v128.and", [trues, present]),
    };
    const above = loadPairs(f, address, layout.steps);
    const error = emitFour(f, numbers, above, { ...slopes, bend, lowest }, own);
    storeVector(f, boundOf(state, s.of(address)).local, error, layout.errors);
  });
  for (const key of ["error", "norm", "value"] as const)
    sums[key].set(s.add(sums[key], floatSum(state, own[key])));
}

/** Weights beyond it make no difference. */
const LARGEST = 1e37;

function splat({ f }: CellsState, x: Scalar): Local {
  x.push();
  f.emit("f32.demote_f64");
  f.emit("f32x4.splat");
  const local = f.local("v128");
  f.set(local);
  return local;
}

/** What cells have from their coarse cell, in lanes: what the bend of the value weighs, times `SCALE`; the smallest error. */
interface CellWeights extends SlopeBounds {
  readonly bend: Local;
  readonly lowest: Local;
}

/** Sums over cells, in lanes. */
type CellSums = Readonly<Record<"error" | "norm" | "value", Local>>;

/**
 * Adds four cells to the sums; returns the bound of each divided by its number of pixels. With intersection I and union
 * U above a cell, b false and t true pixels in it and U' = U + b, a true pixel's step is off by at most half its range
 * b/(U U'). Those of false pixels, in the range from I/U^2 to (I - t)/U'^2, are spread about their mean by at most half
 * the range, and their mean is off by what that of the true ones is off by, t/b times at most b/(2 U U').
 */
function emitFour(
  f: FunctionBuilder,
  { falses, trues }: FourNumbers,
  [union, intersection]: readonly [Local, Local],
  { steepest, flattest, bend, lowest }: CellWeights,
  sums: CellSums,
): Local {
  const { add, sub, mul, div } = arithmetic(f, "f32x4");
  const number = f.vector("i32x4.add", [falses, trues]);
  const [u, i, b, t, n] = [union, intersection, falses, trues, number].map((x) =>
    f.vector("f32x4.convert_i32x4_s", [x]),
  );
  const after = add(u, b);
  const product = div(f.splat(1), mul(u, after));
  const ofTwice = div(f.splat(1), add(u, after));
  const [ofUnion, ofAfter] = [mul(after, product), mul(u, product)];
  const rangeTrue = mul(b, product);
  const fall = mul(mul(i, rangeTrue), add(ofUnion, ofAfter));
  const rangeFalse = add(fall, mul(t, mul(ofAfter, ofAfter)));
  const square = (x: Local): Local => mul(x, x);
  const half = mul(steepest, f.splat(0.5));
  const [spread, offset] = [mul(rangeFalse, half), mul(mul(t, product), half)];
  const ofFalses = mul(b, add(square(spread), square(offset)));
  const ofGradient = add(mul(t, square(mul(rangeTrue, half))), ofFalses);
  // The sum of the steps is exact, so that only how far errors are from their middle counts.
  const ofValue = mul(add(mul(t, rangeTrue), mul(b, rangeFalse)), bend);
  // A cell of one pixel is exact.
  const isSeveral = f.vector("i32x4.gt_s", [number, f.integers(1)]);
  const error = f.vector("v128.and", [add(ofGradient, ofValue), isSeveral]);
  const stepTrue = add(ofTwice, ofTwice);
  const stepFalse = mul(sub(i, mul(mul(t, u), ofTwice)), product);
  const [ofTrue, ofFalse] = [mul(stepTrue, flattest), mul(stepFalse, flattest)];
  accumulate(f, "f32x4.add", sums.error, error);
  accumulate(f, "f32x4.add", sums.norm, add(mul(t, square(ofTrue)), mul(b, square(ofFalse))));
  accumulate(f, "f32x4.add", sums.value, mul(add(mul(t, stepTrue), mul(b, stepFalse)), lowest));
  return div(error, f.vector("f32x4.pmax", [n, f.splat(1)]));
}
