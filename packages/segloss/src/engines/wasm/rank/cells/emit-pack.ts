import type { Local } from "../../encoder/function-builder.ts";
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

/** The other way: steps that stand together go to the pixels of a block with an error, 0 to all others. */
export function emitUnpack(state: CellsState, { from, to }: Pick<Block, "from" | "to">, steps: Scalar): void {
  const { s, pixels } = state;
  const tail = pixels % 8;
  const next = s.variable(steps);
  const whole = tail === 0 ? to : s.variable(s.and(to, -8));
  s.each(from, whole, (pixel) => emitEight(state, pixel, 8, next), 8);
  if (tail > 0) s.when(s.less(whole, to), () => emitEight(state, whole, tail, next));
}

function emitEight(state: CellsState, pixel: Scalar, present: number, next: Variable): void {
  const { f, s, at, layout, tables, weights } = state;
  const bits = s.variable(s.op("i32", "i32.load8_u", [s.add(at(0), s.shr(pixel, 3))], layout.masks));
  const between = s.variable(s.add(next, s.shl(popcount(state, s.and(bits, 15)), 2)));
  const place = s.variable(s.add(s.of(weights), s.shl(pixel, 2)));
  const low = s.and(s.shl(bits, 4), 240);
  for (const [k, nibble] of [low, s.and(bits, 240)].entries()) {
    if (present <= 4 * k) continue;
    const shuffle = f.vector("v128.load", [s.variable(nibble).local], tables + TABLES.spread);
    const from = k === 0 ? next : between;
    const four = f.vector("i8x16.swizzle", [f.vector("v128.load", [from.local]), shuffle]);
    storeLanes(state, place, four, { first: 4 * k, count: Math.min(4, present - 4 * k) });
  }
  next.set(s.add(next, s.shl(popcount(state, bits), 2)));
}

/** The next pixels may be another region's, on which another thread is at work. */
function storeLanes(
  { f }: CellsState,
  place: Scalar,
  four: Local,
  { first, count }: { readonly first: number; readonly count: number },
): void {
  for (let lane = 0; lane < (count === 4 ? 1 : count); lane++) {
    place.push();
    f.get(four);
    if (count === 4) f.emit("v128.store", 4 * first);
    else f.emit("v128.store32_lane", 4 * (first + lane), lane);
  }
}

function popcount({ s }: CellsState, bits: Scalar | Variable): Scalar {
  return s.op("i32", "i32.popcnt", [bits]);
}
