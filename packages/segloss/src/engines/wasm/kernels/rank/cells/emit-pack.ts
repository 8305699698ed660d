import { type I32, i32, type V128, type Variable } from "../../../asm/value.ts";
import type { CellsState } from "./cell-state.ts";
import { type Block, entriesOf } from "./emit-masks.ts";
import { TABLES } from "./tables.ts";

/**
 * Moves the entries of a block's pixels with an error together, from `to` on: lanes are moved by a shuffle from a
 * table, so that there is nothing to predict.
 */
export function emitPack(state: CellsState, block: Block, to: I32): void {
  const { f, at, layout, tables } = state;
  const next = f.let(to);
  const entries = f.let(entriesOf(state, block));
  f.for(block.from, block.to, 8, (pixel) => {
    const bits = f.let(i32.load8_u(at(0).add(pixel.shr_u(3)), layout.masks));
    const between = f.let(next.add(bits.and(15).popcnt().shl(2)));
    const low = bits.shl(4).and(240);
    for (const [k, nibble] of [low, bits.and(240)].entries()) {
      const shuffle = f.v128.load(f.let(nibble), tables + TABLES.pack);
      const four = f.v128.load(entries, 16 * k);
      f.store(k === 0 ? next : between, f.i8x16.swizzle(four, shuffle));
    }
    f.set(next, next.add(bits.popcnt().shl(2)));
    f.set(entries, entries.add(32));
  });
}

/** The other way: steps that stand together go to the pixels of a block with an error, 0 to all others. */
export function emitUnpack(state: CellsState, { from, to }: Pick<Block, "from" | "to">, steps: I32): void {
  const { f, pixels } = state;
  const tail = pixels % 8;
  const next = f.let(steps);
  const whole = tail === 0 ? to : f.let(to.and(-8));
  f.for(from, whole, 8, (pixel) => emitEight(state, pixel, 8, next));
  if (tail > 0) f.if(whole.lt_u(to), () => emitEight(state, whole, tail, next));
}

function emitEight(state: CellsState, pixel: I32, present: number, next: Variable<"i32">): void {
  const { f, at, layout, tables, weights } = state;
  const bits = f.let(i32.load8_u(at(0).add(pixel.shr_u(3)), layout.masks));
  const between = f.let(next.add(bits.and(15).popcnt().shl(2)));
  const place = f.let(weights.add(pixel.shl(2)));
  const low = bits.shl(4).and(240);
  for (const [k, nibble] of [low, bits.and(240)].entries()) {
    if (present <= 4 * k) continue;
    const shuffle = f.v128.load(f.let(nibble), tables + TABLES.spread);
    const from = k === 0 ? next : between;
    const four = f.i8x16.swizzle(f.v128.load(from), shuffle);
    storeLanes(state, place, four, { first: 4 * k, count: Math.min(4, present - 4 * k) });
  }
  f.set(next, next.add(bits.popcnt().shl(2)));
}

/** The next pixels may be another region's, on which another thread is at work. */
function storeLanes(
  { f }: CellsState,
  place: I32,
  four: V128,
  { first, count }: { readonly first: number; readonly count: number },
): void {
  if (count === 4) f.store(place, four, 4 * first);
  else for (let lane = 0; lane < count; lane++) f.v128.store32_lane(place, four, 4 * (first + lane), lane);
}
