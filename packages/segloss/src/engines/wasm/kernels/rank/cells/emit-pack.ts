import { type I32, i32, type V128, type Variable } from "../../../asm/value.ts";
import { eachGroup } from "../each-group.ts";
import { emitRanked } from "../emit-ranked.ts";
import type { CellsState } from "./cell-state.ts";
import type { Block } from "./emit-masks.ts";
import { TABLES } from "./tables.ts";

/**
 * The entries of a block's pixels with an error next to each other, from `to` on: lanes are moved by a shuffle from a
 * table, so that there is nothing to predict.
 */
export function emitPack(state: CellsState, block: Block, to: I32): void {
  const { f, at, layout, tables } = state;
  const next = f.let(to);
  f.for(block.from, block.to, 8, (pixel) => {
    const bits = f.let(i32.load8_u(at(0).add(pixel.shr_u(3)), layout.masks));
    const between = f.let(next.add(bits.and(15).popcnt().shl(2)));
    const low = bits.shl(4).and(240);
    for (const [k, nibble] of [low, bits.and(240)].entries()) {
      const shuffle = f.v128.load(f.let(nibble), tables + TABLES.pack);
      const four = emitRanked(state, k === 0 ? pixel : f.let(pixel.add(4)), 4).entry();
      f.store(k === 0 ? next : between, f.i8x16.swizzle(four, shuffle));
    }
    f.set(next, next.add(bits.popcnt().shl(2)));
  });
}

/** The other way: steps that stand together go to the pixels of a block with an error, 0 to all others. */
export function emitUnpack(state: CellsState, { from, to }: Block, steps: I32): void {
  const { f, pixels } = state;
  const next = f.let(steps);
  eachGroup(f, { from, to, pixels }, 8, (pixel, present) => emitEight(state, pixel, present, next));
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
