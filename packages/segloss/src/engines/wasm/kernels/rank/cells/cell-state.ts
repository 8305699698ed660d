import type { FunctionBuilder, ParameterTypes } from "../../../asm/function-builder.ts";
import { type I32, i32, type V128, type Variable } from "../../../asm/value.ts";
import { emitRanked } from "../emit-ranked.ts";
import { type RankSetting, type RankState, rankFunction } from "../rank-state.ts";
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
  at(offset: number): I32;
}

export function cellsFunction<const P extends ParameterTypes>(
  of: CellsSetting,
  more: P,
): CellsState & Pick<FunctionBuilder<P>, "parameters"> {
  const state = rankFunction(of, { memory: "i32", ...more });
  const { memory } = state.parameters as { readonly memory: I32 };
  return { ...of, ...state, at: (offset) => (offset === 0 ? memory : memory.add(offset)) };
}

/** A pixel with an error: its entry (the truth as the sign bit), or 0. */
export function emitEntry(state: CellsState, pixel: I32): { entry: Variable<"i32">; isTrue: I32 } {
  const { f } = state;
  const ranked = emitRanked(state, pixel, 1);
  const lane = (vector: V128): I32 => f.i32x4.extract_lane(vector, 0);
  const kept = f.v128.and(ranked.entry, ranked.isActive);
  return { entry: f.let(lane(kept)), isTrue: lane(ranked.isTrue).and(1) };
}

/** The place of an entry in the tables of cells: 8 times the cell, plus 4 for a true pixel. */
export function emitPlace({ f, at, layout }: CellsState, entry: I32): I32 {
  const coarse = entry.shr_u(FINE_BITS - 3).and((COARSE_CELLS - 1) << 3);
  const row = f.let(at(0).add(coarse));
  const cell = entry.and(0x7fffffff).shr_u(i32.load(row, layout.map)).shl(3);
  const truth = entry.shr_u(29).and(4);
  return cell.add(i32.load(row, layout.map + 4)).add(truth);
}
