import type { Scalar } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";
import { FINE_BITS } from "./layout.ts";
import { SLOPES, TABLES } from "./tables.ts";

/** A number of a coarse cell from the tables; `row` is 8 times the cell's number. */
export function fromTable({ s, tables }: CellsState, row: Scalar, what: keyof typeof SLOPES): Scalar {
  const place = s.add(s.mul(row, SLOPES.bytes / 8), tables);
  return s.loadFloat(place, TABLES.slopes + SLOPES[what]);
}

/** Squares of the largest and the smallest slope in a cell of the coarse cell with that row: the i-th of its parts. */
export function slopeBounds(state: CellsState, row: Scalar, i: Scalar, shift: Scalar): [Scalar, Scalar] {
  const { s, job } = state;
  if (job.ranking.slope === "sigmoid")
    return [fromTable(state, row, "largest"), fromTable(state, row, "smallest")];
  if (job.ranking.slope !== "probability") return [s.real(1), s.real(1)];
  // Errors near 1 differ in slope by far more than in size: the bounds are those of the cell itself.
  const low = s.variable(s.add(s.shl(row, FINE_BITS - 3), s.shl(i, shift)));
  const ends = [low, s.sub(s.add(low, s.shl(s.int(1), shift)), 1)].map((key) => {
    const float = s.op("f32", "f32.reinterpret_i32", [key]);
    const error = s.variable(s.op("f64", "f64.promote_f32", [float]));
    const slope = s.variable(s.mul(error, s.sub(s.real(1), error)));
    return s.variable(s.mul(slope, slope));
  });
  return [s.op("f64", "f64.max", ends), s.op("f64", "f64.min", ends)];
}
