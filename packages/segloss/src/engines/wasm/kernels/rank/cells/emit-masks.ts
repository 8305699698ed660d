import { type I32, i32, i64, type V128, type Variable } from "../../../asm/value.ts";
import { canRankSixteen, emitRanked, emitSixteen, within } from "../emit-ranked.ts";
import type { CellsState } from "./cell-state.ts";
import { BLOCK, SCRATCH } from "./layout.ts";

/** A block of pixels, and the scratch memory of the part in which it is. */
export interface Block {
  readonly from: I32;
  readonly to: I32;
  readonly scratch: I32;
}

/**
 * Leaves which pixels of a block have an error, a bit each, and their entries where `entriesOf` says, unless they are
 * made from labels and logits in no time (`canRankSixteen`). Returns how many they are; adds the true pixels.
 */
export function emitMasks(state: CellsState, block: Block, trues: V128): Variable<"i32"> {
  const { f, at, layout } = state;
  const masks = f.let(at(0).add(block.from.shr_u(3)));
  for (let i = 0; i < BLOCK / 128; i++) {
    f.store(masks, f.integers(0), layout.masks + 16 * i);
  }
  if (canRankSixteen(state)) emitHingeMasks(state, block, trues);
  else emitRankedMasks(state, block, trues);
  const words = Array.from({ length: BLOCK / 64 }, (_, i) => i64.load(masks, layout.masks + 8 * i).popcnt());
  return f.let(i32.wrap_i64(words.reduce((a, b) => a.add(b))));
}

/** Address of the entries of a block: that of its first pixel. */
export function entriesOf({ job, source }: CellsState, { from, scratch }: Block): I32 {
  if (job.ranking.order === "error") return source.add(from.shl(2));
  return scratch.add(SCRATCH.entries);
}

/** Stores which of sixteen pixels have an error. A condition is -1 as an integer, of which the highest bit is left. */
function emitBits({ f, at, layout }: CellsState, pixel: I32, isActive: readonly V128[]): void {
  const half = (a: V128, b: V128): V128 => f.i16x8.narrow_i32x4_s(a, b);
  const [a, b, c, d] = isActive;
  const bytes = f.i8x16.narrow_i16x8_s(half(a, b), half(c, d));
  f.i32.store16(at(0).add(pixel.shr_u(3)), f.i8x16.bitmask(bytes), layout.masks);
}

function emitHingeMasks(state: CellsState, { from, to }: Block, trues: V128): void {
  const { f } = state;
  const own = f.v128.xor(trues, trues);
  f.for(from, to, 16, (pixel) => {
    const { isTrue, four } = emitSixteen(state, pixel);
    f.set(own, f.i8x16.sub(own, isTrue));
    emitBits(
      state,
      pixel,
      [0, 1, 2, 3].map((k) => four(k).isActive()),
    );
  });
  const pairs = f.i16x8.extadd_pairwise_i8x16_u(own);
  f.set(trues, f.i32x4.add(trues, f.i32x4.extadd_pairwise_i16x8_u(pairs)));
}

/** The entries of a block by hinge errors. */
export function emitHingeEntries(state: CellsState, block: Block): void {
  const { f } = state;
  const to = f.let(entriesOf(state, block));
  f.for(block.from, block.to, 16, (pixel) => {
    const { four } = emitSixteen(state, pixel);
    for (let k = 0; k < 4; k++) {
      const entry = four(k).entry();
      f.store(to, entry, 16 * k);
    }
    f.set(to, to.add(64));
  });
}

function emitRankedMasks(state: CellsState, block: Block, trues: V128): void {
  const { f, pixels } = state;
  const tail = pixels % 16;
  const whole = tail === 0 ? block.to : f.let(block.to.and(-16));
  f.for(block.from, whole, 16, (pixel) => emitRankedSixteen(state, block, pixel, 16, trues));
  if (tail > 0) f.if(whole.lt_u(block.to), () => emitRankedSixteen(state, block, whole, tail, trues));
}

function emitRankedSixteen(state: CellsState, block: Block, pixel: I32, present: number, trues: V128): void {
  const { f, job } = state;
  const isActive = [0, 1, 2, 3].map((k) => {
    if (4 * k >= present) return f.integers(0);
    const four = k === 0 ? pixel : f.let(pixel.add(4 * k));
    const ranked = within(state, emitRanked(state, four, 4), Math.min(4, present - 4 * k));
    f.set(trues, f.i32x4.sub(trues, ranked.isTrue));
    if (job.ranking.order !== "error") {
      f.store(entriesOf(state, block).add(pixel.sub(block.from).shl(2)), ranked.entry, 16 * k);
    }
    return ranked.isActive;
  });
  emitBits(state, pixel, isActive);
}
