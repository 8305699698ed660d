import { type I32, i32, type V128 } from "../../../asm/value.ts";
import { type CellsState, emitPlace } from "./cell-state.ts";
import { COARSE_CELLS, FINE_BITS } from "./layout.ts";

/** Bits of 2^23 as a float. */
export const FIRST = 0x4b000000;

/** Entries become places (addresses in the tables, less their offsets) from `next` on, which are counted. */
export function emitPlaces(
  state: CellsState,
  entries: I32,
  { next, end, part }: { readonly next: I32; readonly end: I32; readonly part: I32 },
): void {
  const { f, at, layout } = state;
  const distance = f.let(entries.sub(next));
  const ofPart = f.let(part.mul(layout.partBytes));
  const memory = f.i32x4.splat(f.let(at(0)));
  const whole = f.let(next.add(end.sub(next).and(-16)));
  f.for(next, whole, 16, (to) => {
    const places = placesOf(state, f.v128.load(f.let(to.add(distance))), memory);
    f.store(to, places);
  });
  f.for(whole, end, 4, (to) => f.store(to, emitPlace(state, f.let(i32.load(to.add(distance))))));
  f.for(next, end, 4, (to) => {
    const place = i32.load(to);
    const counter = f.let(layout.parts === 1 ? place : place.add(ofPart));
    f.store(counter, i32.load(counter, layout.counts).add(1), layout.counts);
  });
}

/**
 * The fine bits n of a key, as (n + 1/2) 2^-shift - 1/2, are never halfway between two integers, and are rounded to one by
 * adding 2^23 plus the first cell of the coarse cell: the sum is the number of the cell in the lowest bits of a float.
 */
function placesOf({ f, layout }: CellsState, entry: V128, memory: V128): V128 {
  const coarse = f.v128.and(f.i32x4.shr_u(entry, FINE_BITS - 3), f.integers((COARSE_CELLS - 1) << 3));
  const rows = f.i32x4.add(coarse, memory);
  const [low, high] = [0, 2].map((lane) => {
    const [a, b] = [lane, lane + 1].map((k) => f.let(f.i32x4.extract_lane(rows, k)));
    return f.v128.load64_lane(b, f.v128.load64_zero(a, layout.scales), layout.scales, 1);
  });
  const [scale, first] = [f.lanes(low, high, [0, 2, 4, 6]), f.lanes(low, high, [1, 3, 5, 7])];
  const fine = f.v128.and(f.i32x4.shl(entry, 1), f.integers((2 << FINE_BITS) - 2));
  const odd = f.f32x4.convert_i32x4_s(f.v128.or(fine, f.integers(1)));
  const part = f.f32x4.sub(f.f32x4.mul(odd, scale), f.splat(0.5));
  const cell = f.i32x4.sub(f.f32x4.add(part, first), f.integers(FIRST));
  const truth = f.v128.and(f.i32x4.shr_u(entry, 29), f.integers(4));
  return f.i32x4.add(f.i32x4.add(f.i32x4.shl(cell, 3), truth), memory);
}
