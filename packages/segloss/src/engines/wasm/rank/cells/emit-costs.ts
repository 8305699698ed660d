import type { Scalar, Variable } from "../scalars.ts";
import { SCALE, TOLERANCE, VALUE_TOLERANCE } from "./accuracy.ts";
import type { CellsState } from "./cell-state.ts";
import { storeVector } from "./lanes.ts";
import { STATE } from "./layout.ts";
import { fromTable } from "./slopes.ts";

/** What the sample has shown; the coarse cells with sampled pixels are `lowest` to `highest`. */
export interface Sampled {
  readonly counts: Scalar;
  readonly trues: Variable;
  readonly lowest: Variable;
  readonly highest: Variable;
  /** Pixels for which a sampled one stands. */
  readonly scale: number;
  readonly isExact: Scalar;
}

/** What the sample says of a coarse cell. */
interface CoarseCell {
  readonly row: Scalar;
  readonly falses: Variable;
  readonly truths: Variable;
  /** Both as they are to be expected from its group. */
  readonly smooth: readonly Scalar[];
  readonly union: Variable;
  readonly intersection: Variable;
  /** Union and intersection with the cell's pixels, and 1/(U U'). */
  readonly above: Variable;
  readonly left: Variable;
  readonly inverse: Variable;
}

/** Coarse cells of a quarter of an octave. */
const GROUP = 8;

/** Walks over the coarse cells from the largest key down; those of groups without a sampled pixel cost nothing. */
function emitEachCoarse(state: CellsState, sampled: Sampled, body: (cell: CoarseCell) => void): void {
  const { f, s, at, layout } = state;
  const { counts, scale, trues, lowest, highest } = sampled;
  const scaled = s.mul(s.toReal(trues), scale);
  const mass = s.variable(s.op("f64", "f64.max", [scaled, s.real(scale / 2)]));
  const union = s.variable(mass);
  const intersection = s.variable(mass);
  const first = s.variable(s.div(lowest, GROUP));
  s.eachDown(s.sub(s.add(s.div(highest, GROUP), 1), first), (index) => {
    const rows = s.variable(s.mul(s.add(first, index), 8 * GROUP));
    const [groupFalses, groupTruths] = emitGroup(state, s.variable(s.add(counts, rows)));
    s.when(
      s.or(groupFalses, groupTruths),
      () => {
        const smooth = [groupFalses, groupTruths].map((n) => smoothed(state, n, scale));
        s.eachDown(s.int(GROUP), (k) => {
          const row = s.variable(s.add(rows, s.shl(k, 3)));
          const place = s.variable(s.add(counts, row));
          const falses = s.variable(s.mul(s.toReal(s.load(place)), scale));
          const truths = s.variable(s.mul(s.toReal(s.load(place, 4)), scale));
          const above = s.variable(s.add(union, falses));
          const left = s.variable(s.op("f64", "f64.max", [s.sub(intersection, truths), s.real(0)]));
          const inverse = s.variable(s.div(s.real(1), s.mul(union, above)));
          body({ row, falses, truths, smooth, union, intersection, above, left, inverse });
          union.set(above);
          intersection.set(left);
        });
      },
      () => {
        const place = s.variable(s.add(at(layout.map), rows));
        for (let k = 0; k < GROUP / 2; k++) storeVector(f, place.local, f.integers(0), 16 * k);
      },
    );
  });
}

/** Sampled false and true pixels of a group. */
function emitGroup({ f, s }: CellsState, place: Variable): [Variable, Variable] {
  const sum = Array.from({ length: GROUP / 2 }, (_, k) =>
    f.vector("v128.load", [place.local], 16 * k),
  ).reduce((a, b) => f.vector("i32x4.add", [a, b]));
  const of = (k: number): Variable => {
    const [a, b] = [k, k + 2].map((lane) => s.op("i32", "i32x4.extract_lane", [s.of(sum)], lane));
    return s.variable(s.add(a, b));
  };
  return [of(0), of(1)];
}

/** Pixels of a coarse cell as the mean of its group, and a little more. */
function smoothed({ s }: CellsState, sampled: Scalar, scale: number): Variable {
  return s.variable(s.mul(s.add(s.toReal(sampled), s.real(0.5)), s.real(scale / GROUP)));
}

/**
 * Leaves the cost A of each coarse cell in the map, as float32: what there is to divide, as in `emit-tabulate.ts`. Of
 * what the sample shows, half is spread over the cells nearby. Returns the squared norm of the gradient; leaves what an
 * error of the value weighs in the state.
 */
export function emitCosts(state: CellsState, sampled: Sampled): Variable {
  const { s, at, layout } = state;
  const norm = s.variable(s.real(0));
  const value = s.variable(s.real(0));
  emitEachCoarse(state, sampled, (cell) => {
    emitSizes(state, cell, norm, value);
    const { ofGradient, ofValue } = emitErrors(state, sampled, cell);
    const place = s.variable(s.add(at(layout.map), cell.row));
    s.storeFloat(place, s.mul(ofGradient, s.real(SCALE)));
    s.storeFloat(place, s.mul(ofValue, s.real(SCALE)), 4);
  });
  const least = s.op("f64", "f64.max", [s.mul(value, VALUE_TOLERANCE), s.real(1e-300)]);
  const exchange = s.variable(s.div(s.mul(norm, TOLERANCE ** 2), least));
  s.store(at(layout.state), exchange, STATE.exchange);
  s.each(sampled.lowest, s.variable(s.add(sampled.highest, 1)), (coarse) => {
    const place = s.variable(s.add(at(layout.map), s.shl(coarse, 3)));
    s.storeFloat(place, s.add(s.loadFloat(place), s.mul(s.loadFloat(place, 4), exchange)));
  });
  return norm;
}

/** Adds to the squared norm of the gradient and to the value. */
function emitSizes(
  state: CellsState,
  { row, falses, truths, above, left, inverse }: CoarseCell,
  norm: Variable,
  value: Variable,
): void {
  const { s } = state;
  const stepTrue = s.variable(s.div(s.real(1), above));
  const stepFalse = s.variable(s.mul(left, inverse));
  const ofTruths = s.variable(s.mul(truths, stepTrue));
  const ofFalses = s.variable(s.mul(falses, stepFalse));
  const squares = s.add(s.mul(ofTruths, stepTrue), s.mul(ofFalses, stepFalse));
  norm.set(s.add(norm, s.mul(squares, fromTable(state, row, "middle"))));
  value.set(s.add(value, s.mul(s.add(ofTruths, ofFalses), fromTable(state, row, "error"))));
}

/** Errors of the gradient and of the value; of a region that is sorted whole, what makes cells equally full. */
function emitErrors(
  state: CellsState,
  sampled: Sampled,
  { row, falses, truths, smooth, union, intersection, inverse }: CoarseCell,
): { ofGradient: Scalar; ofValue: Scalar } {
  const { s } = state;
  const [moreFalses, moreTruths] = [falses, truths].map((own, k) =>
    s.variable(s.mul(s.add(own, smooth[k]), 0.5)),
  );
  const square = (x: Scalar): Scalar => s.mul(x, x);
  const rangeTrue = s.variable(s.mul(moreFalses, inverse));
  // I/U^2 falls by t/U^2 and 2 I b/U^3.
  const fall = s.add(moreTruths, s.div(s.mul(intersection, s.mul(moreFalses, s.real(2))), union));
  const rangeFalse = s.variable(s.mul(inverse, fall));
  const ofTruths = s.mul(s.mul(moreTruths, square(rangeTrue)), 0.25);
  const both = s.add(square(rangeFalse), square(s.variable(s.mul(moreTruths, inverse))));
  const squares = s.add(ofTruths, s.mul(s.mul(moreFalses, both), 0.25));
  const ranges = s.add(s.mul(moreTruths, rangeTrue), s.mul(moreFalses, rangeFalse));
  const all = s.variable(s.add(moreTruths, moreFalses));
  const cube = s.mul(all, s.mul(all, all));
  const { isExact } = sampled;
  const ofGradient = s.mul(squares, fromTable(state, row, "middle"));
  const ofValue = s.mul(ranges, s.mul(fromTable(state, row, "width"), s.real(0.5)));
  return {
    ofGradient: s.choose(isExact, s.mul(cube, s.real(1 / SCALE)), ofGradient),
    ofValue: s.choose(isExact, s.real(0), ofValue),
  };
}
