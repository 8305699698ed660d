import type { FunctionBuilder } from "../../encoder/function-builder.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { SCALE, TOLERANCE, VALUE_TOLERANCE } from "./accuracy.ts";
import { type CellsSetting, type CellsState, cellsFunction } from "./cell-state.ts";
import { emitCut } from "./emit-cut.ts";
import { COARSE_CELLS, FINE_BITS, STATE } from "./layout.ts";
import { fromTable, slopeBounds } from "./slopes.ts";

/**
 * The step of the Jaccard loss for false and true pixels of each cell, from the numbers of pixels in it and above; and
 * which cells are too coarse and have to be sorted.
 *
 * Pixels of a cell share their steps: with intersection I and union U above it, f true and b false pixels in it, a true
 * one gets 1/(U + b/2), the middle of the range 1/U to 1/(U + b) in which its step is, and a false one what is left
 * of the cell's part of the loss, so that the value of tied errors is exact.
 */
export function emitTabulate(of: CellsSetting): FunctionBuilder {
  const state = cellsFunction(of, []);
  const { s, at, layout } = state;
  const cells = s.variable(s.load(at(layout.state), STATE.cells));
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
    emitSteps(state, cells, s.variable(s.toReal(trues)), { error, norm, value, exchange });
    const isExact = s.load(at(layout.state), STATE.isExact);
    const bounds = [s.mul(norm, TOLERANCE ** 2), s.mul(s.mul(value, VALUE_TOLERANCE), exchange)];
    const least = s.mul(s.op("f64", "f64.min", bounds), s.real(SCALE));
    const budget = s.variable(s.choose(isExact, s.real(0), least));
    s.when(s.less(budget, error), () => {
      const least = emitCut(state, cells, budget);
      emitSorted(state, cells, least);
    });
  });
  return state.f;
}

/** Numbers of false and true pixels in a cell, over all parts; `place` is 8 times the cell. */
export function emitNumbers({ s, at, layout }: CellsState, place: Scalar): [Variable, Variable] {
  const row = s.variable(s.add(at(0), place));
  const sum = (offset: number): Variable => {
    const parts = Array.from({ length: layout.parts }, (_, p) =>
      s.load(row, layout.counts + p * layout.partBytes + offset),
    );
    return s.variable(parts.reduce((a, b) => s.add(a, b)));
  };
  return [sum(0), sum(4)];
}

interface Sums {
  /** Errors: squared ones of the gradient, and those of the value times `exchange`. */
  readonly error: Variable;
  /** Squared norm of the gradient, and the value, from below. */
  readonly norm: Variable;
  readonly value: Variable;
  readonly exchange: Scalar;
}

/** Steps and error bounds of all cells, from the largest key down. */
function emitSteps(state: CellsState, cells: Scalar, mass: Scalar, sums: Sums): void {
  const { error, norm, value, exchange } = sums;
  const { s, at, layout } = state;
  const union = s.variable(mass);
  const intersection = s.variable(mass);
  const place = s.variable(s.shl(cells, 3));
  s.eachDown(s.int(COARSE_CELLS), (coarse) => {
    const row = s.variable(s.shl(coarse, 3));
    const shift = s.variable(s.load(s.add(at(layout.map), row)));
    const parts = s.variable(s.shl(s.int(1), s.sub(s.int(FINE_BITS), shift)));
    const ofCoarse = s.variable(fromTable(state, row, "width"));
    const width = s.variable(s.div(ofCoarse, s.toReal(parts)));
    const lowest = s.variable(s.sub(fromTable(state, row, "error"), s.mul(ofCoarse, 0.5)));
    s.eachDown(parts, (i) => {
      place.set(s.sub(place, 8));
      s.when(emitIsUsed(state, place), () => {
        const [falses, trues] = emitNumbers(state, place);
        const cell = emitCell(state, { union, intersection, falses, trues });
        const steps = s.variable(s.add(at(0), place));
        s.storeFloat(steps, cell.stepFalse, layout.steps);
        s.storeFloat(steps, cell.stepTrue, layout.steps + 4);
        const [steepest, flattest] = slopeBounds(state, row, i, shift);
        const ofValue = s.mul(cell.bend, s.mul(width, exchange));
        const weighted = s.variable(s.mul(s.add(s.mul(cell.error, steepest), ofValue), s.real(SCALE)));
        error.set(s.add(error, weighted));
        norm.set(s.add(norm, s.mul(cell.size, flattest)));
        value.set(s.add(value, s.mul(cell.sum, lowest)));
        s.storeFloat(s.add(at(0), s.shr(place, 1)), weighted, layout.errors);
      });
    });
  });
}

/** Whether there are pixels in a cell. */
function emitIsUsed({ s, at, layout }: CellsState, place: Scalar): Scalar {
  const row = s.variable(s.add(at(0), place));
  const both = (p: number): Scalar => s.op("i64", "i64.load", [row], layout.counts + p * layout.partBytes);
  const parts = Array.from({ length: layout.parts }, (_, p) => both(p));
  return s.op("i32", "i64.ne", [parts.reduce((a, b) => s.or(a, b)), s.op("i64", "i64.const", [], 0)]);
}

interface CellNumbers {
  readonly union: Variable;
  readonly intersection: Variable;
  readonly falses: Scalar;
  readonly trues: Scalar;
}

/** Numbers of a cell, set anew for each. */
interface CellSteps {
  readonly stepFalse: Variable;
  readonly stepTrue: Variable;
  /** Bound of the sum of squared errors; sum of squared steps. */
  readonly error: Variable;
  readonly size: Variable;
  /** Sum of the steps; bound of the error of the value, for errors that go as far as 1. */
  readonly sum: Variable;
  readonly bend: Variable;
}

function emitCell(state: CellsState, numbers: CellNumbers): CellSteps {
  const { s } = state;
  const { union, intersection, falses, trues } = numbers;
  const zero = (): Variable => s.variable(s.real(0));
  const [stepFalse, stepTrue, error, size, sum, bend] = Array.from({ length: 6 }, zero);
  const steps: CellSteps = { stepFalse, stepTrue, error, size, sum, bend };
  const b = s.variable(s.toReal(falses));
  const t = s.variable(s.toReal(trues));
  const above = s.variable(s.add(union, b));
  const left = s.variable(s.sub(intersection, t));
  s.when(
    s.op("i32", "f64.eq", [union, s.real(0)]),
    () => emitFirstCell(state, b, steps),
    () => emitInnerCell(state, { union, intersection, above, left, b, t }, steps),
  );
  // A cell of one pixel is exact.
  const isSeveral = s.variable(s.toReal(s.less(s.int(1), s.add(falses, trues))));
  for (const x of [error, bend]) x.set(s.mul(x, isSeveral));
  union.set(above);
  intersection.set(left);
  return steps;
}

/** Without any true pixel the first false one has the whole step: how good their mean is depends on who that is. */
function emitFirstCell({ s }: CellsState, b: Scalar, { stepFalse, error, size, sum }: CellSteps): void {
  stepFalse.set(s.div(s.real(1), b));
  error.set(s.real(1));
  sum.set(s.real(1));
  size.set(stepFalse);
}

interface InnerCell {
  readonly union: Scalar;
  readonly intersection: Scalar;
  /** Union and intersection with the cell's pixels. */
  readonly above: Scalar;
  readonly left: Scalar;
  /** Numbers of false and true pixels. */
  readonly b: Scalar;
  readonly t: Scalar;
}

/**
 * A true pixel's step is off by at most half its range b/(U (U + b)). Those of false pixels, in the range from I/U^2
 * to (I - f)/(U + b)^2, are spread about their mean by at most half the range, and the mean may be off by as much again
 * for the mean of the true ones.
 */
function emitInnerCell(
  { s }: CellsState,
  { union, intersection, above, left, b, t }: InnerCell,
  steps: CellSteps,
): void {
  const twice = s.variable(s.add(union, above));
  const both = s.variable(s.mul(union, above));
  const inverse = s.variable(s.div(s.real(1), s.mul(both, twice)));
  const product = s.variable(s.mul(inverse, twice));
  const reciprocal = s.variable(s.mul(inverse, both));
  steps.stepFalse.set(s.mul(s.sub(intersection, s.mul(s.mul(t, union), reciprocal)), product));
  steps.stepTrue.set(s.mul(reciprocal, s.real(2)));
  const rangeTrue = s.variable(s.mul(b, product));
  const ends = s.sub(s.mul(intersection, s.mul(above, above)), s.mul(left, s.mul(union, union)));
  const rangeFalse = s.variable(s.mul(ends, s.mul(product, product)));
  const ofTrue = s.mul(s.mul(t, s.mul(rangeTrue, rangeTrue)), s.real(0.25));
  const ofFalse = s.mul(s.mul(b, s.mul(rangeFalse, rangeFalse)), s.real(0.5));
  steps.error.set(s.add(ofTrue, ofFalse));
  // The sum of the steps is exact, so that only how far errors are from their middle counts.
  steps.bend.set(s.mul(s.add(s.mul(t, rangeTrue), s.mul(b, rangeFalse)), s.real(0.5)));
  const ofTrues = s.variable(s.mul(t, steps.stepTrue));
  const ofFalses = s.variable(s.mul(b, steps.stepFalse));
  steps.sum.set(s.add(ofTrues, ofFalses));
  steps.size.set(s.add(s.mul(ofTrues, steps.stepTrue), s.mul(ofFalses, steps.stepFalse)));
}

/**
 * Cells whose error bound is `least` or more get room for records. Their steps become what is needed to rank them:
 * numbers of false and true pixels above, marked by the sign bit; their counters become ends of records, of each part.
 */
function emitSorted(state: CellsState, cells: Scalar, least: Scalar): void {
  const { s, at, layout } = state;
  const above = [s.variable(s.int(0)), s.variable(s.int(0))];
  const end = s.variable(s.int(0));
  const sorted = s.variable(s.int(0));
  s.eachDown(cells, (cell) => {
    const place = s.variable(s.shl(cell, 3));
    const numbers = emitNumbers(state, place);
    const number = s.variable(s.add(numbers[0], numbers[1]));
    s.when(number, () => {
      const bound = s.variable(s.load(s.add(at(layout.errors), s.shl(cell, 2))));
      const isSorted = s.op("i32", "i32.ge_u", [bound, least]);
      s.when(s.choose(bound, isSorted, s.int(0)), () => {
        const steps = s.variable(s.add(at(layout.steps), place));
        for (const k of [0, 1]) s.store(steps, s.or(above[k], -2147483648), 4 * k);
        const row = s.variable(s.add(at(layout.counts), place));
        for (let p = 0; p < layout.parts; p++) {
          const own = s.add(s.load(row, p * layout.partBytes), s.load(row, p * layout.partBytes + 4));
          end.set(s.add(end, own));
          s.store(row, end, p * layout.partBytes);
        }
        s.store(row, number, 4);
        s.store(s.add(at(layout.list), s.shl(sorted, 2)), place);
        sorted.set(s.add(sorted, 1));
      });
      for (const k of [0, 1]) above[k].set(s.add(above[k], numbers[k]));
    });
  });
  s.store(at(layout.state), sorted, STATE.sorted);
}
