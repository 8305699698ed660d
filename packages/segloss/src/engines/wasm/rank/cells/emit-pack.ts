import type { Scalar, Variable } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";
import { type Block, entriesOf } from "./emit-masks.ts";
import { TABLES } from "./tables.ts";

/**
 * Moves the entries of a block's pixels with an error together, from `to` on: lanes are moved by a shuffle from a
 * table, so that there is nothing to predict.
 */
export function emitPack(state: CellsState, block: Block, to: Scalar): void {
  const { f, s, at, layout, tables } = state;
  const next = s.variable(to);
  const entries = s.variable(entriesOf(state, block));
  s.each(
    block.from,
    block.to,
    (pixel) => {
      const bits = s.variable(s.op("i32", "i32.load8_u", [s.add(at(0), s.shr(pixel, 3))], layout.masks));
      const between = s.variable(s.add(next, s.shl(popcount(state, s.and(bits, 15)), 2)));
      const low = s.and(s.shl(bits, 4), 240);
      for (const [k, nibble] of [low, s.and(bits, 240)].entries()) {
        const shuffle = f.vector("v128.load", [s.variable(nibble).local], tables + TABLES.pack);
        const four = f.vector("v128.load", [entries.local], 16 * k);
        (k === 0 ? next : between).push();
        f.get(f.vector("i8x16.swizzle", [four, shuffle]));
        f.emit("v128.store", 0);
      }
      next.set(s.add(next, s.shl(popcount(state, bits), 2)));
      entries.set(s.add(entries, 32));
    },
    8,
  );
}

export function popcount({ s }: CellsState, bits: Scalar | Variable): Scalar {
  return s.op("i32", "i32.popcnt", [bits]);
}
