import type { ValueType } from "../../encoder/function-builder.ts";
import { emitRanked } from "../emit-ranked.ts";
import { type RankSetting, type RankState, rankFunction } from "../rank-state.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { type CellsLayout, COARSE_CELLS, FINE_BITS } from "./layout.ts";

/** What the functions of a ranking by cells are made for. */
export interface CellsSetting extends RankSetting {
  readonly layout: CellsLayout;
  /** Address of the tables of `tables.ts`. */
  readonly tables: number;
  readonly choice: "auto" | "exact" | "bucketed";
}

/** A function of a ranking by cells. Parameters: first pixel of the region, class, address of the memory, more. */
export interface CellsState extends CellsSetting, RankState {
  /** Address of a part of the memory. */
  at(offset: number): Scalar;
}

export function cellsFunction(of: CellsSetting, more: readonly ValueType[]): CellsState {
  const state = rankFunction(of, ["i32", ...more]);
  const memory = state.parameter(0);
  return {
    ...of,
    ...state,
    at: (offset) => (offset === 0 ? memory : state.s.add(memory, offset)),
    parameter: (i, type) => state.parameter(i + 1, type),
  };
}

/** A pixel with an error: its entry (the truth as the sign bit), or 0. */
export function emitEntry(state: CellsState, pixel: Scalar): { entry: Variable; isTrue: Scalar } {
  const { f, s } = state;
  const ranked = emitRanked(state, pixel, 1);
  const lane = (vector: number): Scalar => s.op("i32", "i32x4.extract_lane", [s.of(vector)], 0);
  const kept = f.vector("v128.and", [ranked.entry, ranked.isActive]);
  return { entry: s.variable(lane(kept)), isTrue: s.and(lane(ranked.isTrue), 1) };
}

/** The place of an entry in the tables of cells: 8 times the cell, plus 4 for a true pixel. */
export function emitPlace({ s, at, layout }: CellsState, entry: Scalar): Scalar {
  const coarse = s.and(s.shr(entry, FINE_BITS - 3), (COARSE_CELLS - 1) << 3);
  const row = s.variable(s.add(at(0), coarse));
  const cell = s.shl(s.shr(s.and(entry, 0x7fffffff), s.load(row, layout.map)), 3);
  const truth = s.and(s.shr(entry, 29), 4);
  return s.add(s.add(cell, s.load(row, layout.map + 4)), truth);
}
