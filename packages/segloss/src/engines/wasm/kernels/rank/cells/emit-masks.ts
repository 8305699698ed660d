import { type I32, i32, i64, type V128, type Variable } from "../../../asm/value.ts";
import { eachGroup } from "../each-group.ts";
import { emitRanked, within } from "../emit-ranked.ts";
import type { CellsState } from "./cell-state.ts";
import { BLOCK } from "./layout.ts";

/** First and last pixel of a block. */
export interface Block {
  readonly from: I32;
  readonly to: I32;
}

/**
 * Leaves which pixels of a block have an error, a bit each. Returns how many they are; adds the true pixels.
 */
export function emitMasks(state: CellsState, block: Block, trues: V128): Variable<"i32"> {
  const { f, at, layout, pixels } = state;
  const masks = f.let(at(0).add(block.from.shr_u(3)));
  for (let i = 0; i < BLOCK / 128; i++) {
    f.store(masks, f.integers(0), layout.masks + 16 * i);
  }
  eachGroup(f, { ...block, pixels }, 16, (pixel, present) => emitSixteen(state, pixel, present, trues));
  const words = Array.from({ length: BLOCK / 64 }, (_, i) => i64.load(masks, layout.masks + 8 * i).popcnt());
  return f.let(i32.wrap_i64(words.reduce((a, b) => a.add(b))));
}

/** Stores which of sixteen pixels have an error. A condition is -1 as an integer, of which the highest bit is left. */
function emitBits({ f, at, layout }: CellsState, pixel: I32, isActive: readonly V128[]): void {
  const half = (a: V128, b: V128): V128 => f.i16x8.narrow_i32x4_s(a, b);
  const [a, b, c, d] = isActive;
  const bytes = f.i8x16.narrow_i16x8_s(half(a, b), half(c, d));
  f.i32.store16(at(0).add(pixel.shr_u(3)), f.i8x16.bitmask(bytes), layout.masks);
}

function emitSixteen(state: CellsState, pixel: I32, present: number, trues: V128): void {
  const { f } = state;
  const isActive = [0, 1, 2, 3].map((k) => {
    if (4 * k >= present) return f.integers(0);
    const four = k === 0 ? pixel : f.let(pixel.add(4 * k));
    const ranked = within(state, emitRanked(state, four, 4), Math.min(4, present - 4 * k));
    f.set(trues, f.i32x4.sub(trues, ranked.isTrue));
    return ranked.isActive();
  });
  emitBits(state, pixel, isActive);
}
