import { type F64, type I32, i32, type V128 } from "../../../asm/value.ts";
import { loadFloat } from "../expressions.ts";
import { ROOT_SCALE } from "./accuracy.ts";
import type { CellsState } from "./cell-state.ts";
import { FINE_BITS } from "./layout.ts";
import { SLOPES, TABLES } from "./tables.ts";

/** A number of a coarse cell from the tables; `row` is 8 times the cell's number. */
export function fromTable({ tables }: CellsState, row: I32, what: keyof typeof SLOPES): F64 {
  const place = row.mul(SLOPES.bytes / 8).add(tables);
  return loadFloat(place, TABLES.slopes + SLOPES[what]);
}

export interface SlopeBounds {
  readonly steepest: V128;
  readonly flattest: V128;
}

/**
 * The largest and the smallest slope, times 2^32, in each of four cells of the coarse cell with that row: its parts from
 * number `i` on, which may be below 0.
 */
export function slopeBounds(state: CellsState, row: I32, i: I32, shift: I32): SlopeBounds {
  const { f, job, tables } = state;
  if (job.ranking.slope !== "probability") {
    const place = f.let(row.mul(SLOPES.bytes / 8).add(tables));
    const all = (what: "largest" | "smallest"): V128 =>
      f.v128.load32_splat(place, TABLES.slopes + SLOPES[what]);
    return { steepest: all("largest"), flattest: all("smallest") };
  }
  // Errors near 1 differ in slope by far more than in size: the bounds are those of the cell itself.
  const splat = (x: I32): V128 => f.i32x4.splat(f.let(x));
  const part = f.i32x4.add(splat(i), f.integers(0, 1, 2, 3));
  const within = f.i32x4.shl(part, f.let(shift));
  const low = f.i32x4.max_s(f.i32x4.add(splat(row.shl(FINE_BITS - 3)), within), f.integers(0));
  const high = f.i32x4.add(low, splat(i32.const(1).shl(shift).sub(1)));
  const [below, above] = [low, high].map((error) => {
    const rest = f.f32x4.sub(f.splat(1), error);
    return f.f32x4.mul(f.f32x4.mul(error, rest), f.splat(ROOT_SCALE));
  });
  return { steepest: f.f32x4.pmax(below, above), flattest: f.f32x4.pmin(below, above) };
}
