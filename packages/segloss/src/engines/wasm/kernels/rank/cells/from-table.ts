import type { F64, I32 } from "../../../asm/value.ts";
import { loadFloat } from "../expressions.ts";
import type { CellsState } from "./cell-state.ts";
import { SLOPES, TABLES } from "./tables.ts";

/** A number of a coarse cell from the tables; `row` is 8 times the cell's number. */
export function fromTable({ tables }: CellsState, row: I32, what: keyof typeof SLOPES): F64 {
  const place = row.mul(SLOPES.bytes / 8).add(tables);
  return loadFloat(place, TABLES.slopes + SLOPES[what]);
}
