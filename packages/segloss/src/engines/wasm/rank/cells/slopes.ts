import type { Local } from "../../encoder/function-builder.ts";
import type { Scalar } from "../scalars.ts";
import { ROOT_SCALE } from "./accuracy.ts";
import type { CellsState } from "./cell-state.ts";
import { FINE_BITS } from "./layout.ts";
import { SLOPES, TABLES } from "./tables.ts";

/** A number of a coarse cell from the tables; `row` is 8 times the cell's number. */
export function fromTable({ s, tables }: CellsState, row: Scalar, what: keyof typeof SLOPES): Scalar {
  const place = s.add(s.mul(row, SLOPES.bytes / 8), tables);
  return s.loadFloat(place, TABLES.slopes + SLOPES[what]);
}

export interface SlopeBounds {
  readonly steepest: Local;
  readonly flattest: Local;
}

/**
 * The largest and the smallest slope, times 2^32, in each of four cells of the coarse cell with that row: its parts from
 * number `i` on, which may be below 0.
 */
export function slopeBounds(state: CellsState, row: Scalar, i: Scalar, shift: Scalar): SlopeBounds {
  const { f, s, job, tables } = state;
  if (job.ranking.slope !== "probability") {
    const place = s.variable(s.add(s.mul(row, SLOPES.bytes / 8), tables)).local;
    const all = (what: "largest" | "smallest"): Local =>
      f.vector("v128.load32_splat", [place], TABLES.slopes + SLOPES[what]);
    return { steepest: all("largest"), flattest: all("smallest") };
  }
  // Errors near 1 differ in slope by far more than in size: the bounds are those of the cell itself.
  const splat = (x: Scalar): Local => f.vector("i32x4.splat", [s.variable(x).local]);
  const part = f.vector("i32x4.add", [splat(i), f.integers(0, 1, 2, 3)]);
  const within = f.vector("i32x4.shl", [part, s.variable(shift).local]);
  const low = f.vector("i32x4.max_s", [
    f.vector("i32x4.add", [splat(s.shl(row, FINE_BITS - 3)), within]),
    f.integers(0),
  ]);
  const high = f.vector("i32x4.add", [low, splat(s.sub(s.shl(s.int(1), shift), 1))]);
  const slopes = [low, high].map((error) => {
    const rest = f.vector("f32x4.sub", [f.splat(1), error]);
    return f.vector("f32x4.mul", [f.vector("f32x4.mul", [error, rest]), f.splat(ROOT_SCALE)]);
  });
  return { steepest: f.vector("f32x4.pmax", slopes), flattest: f.vector("f32x4.pmin", slopes) };
}
