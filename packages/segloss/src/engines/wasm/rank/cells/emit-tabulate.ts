import type { FunctionBuilder, Local } from "../../encoder/function-builder.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { SCALE, TOLERANCE, VALUE_TOLERANCE } from "./accuracy.ts";
import { type CellsSetting, type CellsState, cellsFunction } from "./cell-state.ts";
import { emitCut } from "./emit-cut.ts";
import { type Above, emitFourCells, emitFourNumbers, lanes } from "./emit-four-cells.ts";
import { emitSorted } from "./emit-sorted.ts";
import { emitTop } from "./emit-top.ts";
import { COARSE_CELLS, FINE_BITS, STATE } from "./layout.ts";
import { fromTable, slopeBounds } from "./slopes.ts";

/**
 * The step of the Jaccard loss for false and true pixels of each cell, from the numbers of pixels in it and above; and
 * which cells are too coarse and have to be sorted.
 *
 * Pixels of a cell share their steps: with intersection I and union U above it, t true and b false pixels in it, a true
 * one gets 1/(U + b/2), the middle of the range 1/U to 1/(U + b) in which its step is, and a false one what is left
 * of the cell's part of the loss, so that the value of tied errors is exact.
 */
export function emitTabulate(of: CellsSetting): FunctionBuilder {
  const state = cellsFunction(of, []);
  const { s, at, layout } = state;
  const totals = ["kept", "trues"].map((_, k) => {
    const parts = Array.from({ length: layout.parts }, (__, p) =>
      s.load(at(layout.state), STATE.parts + 8 * p + 4 * k),
    );
    return s.variable(parts.reduce((a, b) => s.add(a, b)));
  });
  const [kept, trues] = totals;
  s.store(at(layout.state), kept, STATE.kept);
  s.store(at(layout.state), trues, STATE.trues);
  s.store(at(layout.state), s.int(0), STATE.sorted);
  s.when(kept, () => {
    const exchange = s.variable(s.loadReal(at(layout.state), STATE.exchange));
    const [error, norm, value] = [0, 0, 0].map(() => s.variable(s.real(0)));
    const sums: Sums = { error, norm, value };
    s.when(
      trues,
      () => emitSteps(state, trues, exchange, sums),
      () => emitTop(state, sums),
    );
    const isExact = s.load(at(layout.state), STATE.isExact);
    const ofValue = s.mul(s.mul(s.mul(value, VALUE_TOLERANCE), exchange), s.real(SCALE));
    const least = s.op("f64", "f64.min", [s.mul(norm, TOLERANCE ** 2), ofValue]);
    const budget = s.variable(s.choose(isExact, s.real(0), least));
    s.when(s.less(budget, error), () => emitSorted(state, emitCut(state, budget)));
  });
  return state.f;
}

/** Bounds of the errors and squared norm of the gradient, times `SCALE`, those of the value as much worse; the value, from below. */
export interface Sums {
  readonly error: Variable;
  readonly norm: Variable;
  readonly value: Variable;
}

/** Steps and error bounds of all cells, from the largest key down, four at a time. */
function emitSteps(state: CellsState, trues: Scalar, exchange: Scalar, sums: Sums): void {
  const { f, s, at, layout } = state;
  const splat = (x: Scalar): Local => f.vector("i32x4.splat", [s.variable(x).local]);
  const above: Above = { union: splat(trues), intersection: splat(trues) };
  s.eachDown(s.int(COARSE_CELLS), (coarse) => {
    const row = s.variable(s.shl(coarse, 3));
    const shift = s.variable(s.load(s.add(at(layout.map), row)));
    const parts = s.variable(s.shl(s.int(1), s.sub(s.int(FINE_BITS), shift)));
    const first = s.variable(s.add(at(0), placeOf(state, coarse)));
    s.when(s.or(s.shr(parts, 1), emitIsUsed(state, first)), () =>
      emitCoarse(state, { row, shift, parts, first }, { exchange, above }, sums),
    );
  });
}

/** The place of the first cell of a coarse cell. */
export function placeOf({ s, at, layout }: CellsState, coarse: Scalar): Scalar {
  const row = s.variable(s.add(at(layout.map), s.shl(coarse, 3)));
  return s.add(s.shl(s.shr(s.shl(coarse, FINE_BITS), s.load(row)), 3), s.load(row, 4));
}

interface Coarse {
  /** 8 times its number; how far keys are shifted; cells; address of the first one, less the offset of the table. */
  readonly row: Scalar;
  readonly shift: Scalar;
  readonly parts: Scalar;
  readonly first: Scalar;
}

function emitCoarse(
  state: CellsState,
  { row, shift, parts, first }: Coarse,
  { exchange, above }: { readonly exchange: Scalar; readonly above: Above },
  sums: Sums,
): void {
  const { f, s } = state;
  const float = (x: Scalar): Local => {
    x.push();
    f.emit("f32.demote_f64");
    f.emit("f32x4.splat");
    const local = f.local("v128");
    f.set(local);
    return local;
  };
  const width = s.variable(fromTable(state, row, "width"));
  const scaled = s.mul(s.mul(width, exchange), s.real(SCALE / 2));
  const bend = float(s.op("f64", "f64.min", [s.div(scaled, s.toReal(parts)), s.real(LARGEST)]));
  const lowest = float(s.sub(fromTable(state, row, "error"), s.mul(width, 0.5)));
  const zero = f.integers(0);
  const own = { error: copy(f, zero), norm: copy(f, zero), value: copy(f, zero) };
  const present = f.vector("i32x4.gt_s", [
    f.vector("i32x4.splat", [s.variable(parts).local]),
    f.integers(3, 2, 1, 0),
  ]);
  const plain = state.job.ranking.slope === "probability" ? null : slopeBounds(state, row, s.int(0), shift);
  // Of fewer than four cells, those below are looked at too, which overwrite what is left there.
  const start = s.variable(s.choose(s.less(parts, 4), s.sub(parts, 4), s.int(0)));
  s.eachDown(s.shr(s.add(parts, 3), 2), (group) => {
    const part = s.variable(s.add(start, s.shl(group, 2)));
    const address = s.variable(s.add(first, s.shl(part, 3))).local;
    const { falses, trues } = emitFourNumbers(state, address);
    const numbers = {
      falses: f.vector("v128.and", [falses, present]),
      trues: f.vector("v128.and", [trues, present]),
    };
    const slopes = plain ?? slopeBounds(state, row, part, shift);
    emitFourCells(state, address, numbers, above, { ...slopes, bend, lowest }, own);
  });
  for (const key of ["error", "norm", "value"] as const)
    sums[key].set(s.add(sums[key], total(state, own[key])));
}

/** Weights of the bend beyond it make no difference: all cells are sorted. */
const LARGEST = 1e37;

function copy(f: FunctionBuilder, x: Local): Local {
  f.get(x);
  const local = f.local("v128");
  f.set(local);
  return local;
}

/** The sum of the lanes of floats, in double precision. */
function total({ f, s }: CellsState, x: Local): Scalar {
  const low = f.vector("f64x2.promote_low_f32x4", [x]);
  const high = f.vector("f64x2.promote_low_f32x4", [lanes(f, x, x, [2, 3, 2, 3])]);
  const pairs = f.vector("f64x2.add", [low, high]);
  const [a, b] = [0, 1].map((lane) => s.op("f64", "f64x2.extract_lane", [s.of(pairs)], lane));
  return s.add(a, b);
}

/** Whether there are pixels in a cell. */
export function emitIsUsed({ s, layout }: CellsState, row: Scalar): Scalar {
  const parts = Array.from({ length: layout.parts }, (_, p) =>
    s.op("i64", "i64.load", [row], layout.counts + p * layout.partBytes),
  );
  return s.op("i32", "i64.ne", [parts.reduce((a, b) => s.or(a, b)), s.op("i64", "i64.const", [], 0)]);
}
