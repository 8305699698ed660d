import type { Local } from "../../encoder/function-builder.ts";
import { canRankSixteen, emitRanked, emitSixteen, within } from "../emit-ranked.ts";
import type { Scalar, Variable } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";
import { BLOCK, SCRATCH } from "./layout.ts";

/** A block of pixels, and the scratch memory of the part in which it is. */
export interface Block {
  readonly from: Scalar;
  readonly to: Scalar;
  readonly scratch: Scalar;
}

/**
 * Leaves which pixels of a block have an error, a bit each, and their entries where `entriesOf` says, unless they are
 * made from labels and logits in no time (`canRankSixteen`). Returns how many they are; adds the true pixels.
 */
export function emitMasks(state: CellsState, block: Block, trues: Local): Variable {
  const { f, s, at, layout } = state;
  const masks = s.variable(s.add(at(0), s.shr(block.from, 3)));
  for (let i = 0; i < BLOCK / 128; i++) {
    masks.push();
    f.get(f.integers(0));
    f.emit("v128.store", layout.masks + 16 * i);
  }
  if (canRankSixteen(state)) emitHingeMasks(state, block, trues);
  else emitRankedMasks(state, block, trues);
  const words = Array.from({ length: BLOCK / 64 }, (_, i) =>
    s.op("i64", "i64.popcnt", [s.op("i64", "i64.load", [masks], layout.masks + 8 * i)]),
  );
  return s.variable(s.op("i32", "i32.wrap_i64", [words.reduce((a, b) => s.add(a, b))]));
}

/** Address of the entries of a block: that of its first pixel. */
export function entriesOf({ s, job, source }: CellsState, { from, scratch }: Block): Scalar {
  if (job.ranking.order === "error") return s.add(s.of(source), s.shl(from, 2));
  return s.add(scratch, SCRATCH.entries);
}

/** Stores which of sixteen pixels have an error. A condition is -1 as an integer, of which the highest bit is left. */
function emitBits({ f, s, at, layout }: CellsState, pixel: Scalar, isActive: readonly Local[]): void {
  const half = (a: Local, b: Local): Local => f.vector("i16x8.narrow_i32x4_s", [a, b]);
  const [a, b, c, d] = isActive;
  const bytes = f.vector("i8x16.narrow_i16x8_s", [half(a, b), half(c, d)]);
  s.add(at(0), s.shr(pixel, 3)).push();
  f.get(bytes);
  f.emit("i8x16.bitmask");
  f.emit("i32.store16", layout.masks);
}

function emitHingeMasks(state: CellsState, { from, to }: Block, trues: Local): void {
  const { f, s } = state;
  const own = f.vector("v128.xor", [trues, trues]);
  s.each(
    from,
    to,
    (pixel) => {
      const { isTrue, four } = emitSixteen(state, pixel);
      subtract(state, "i8x16.sub", own, isTrue);
      emitBits(
        state,
        pixel,
        [0, 1, 2, 3].map((k) => four(k).isActive()),
      );
    },
    16,
  );
  const pairs = f.vector("i16x8.extadd_pairwise_i8x16_u", [own]);
  f.get(f.vector("i32x4.add", [trues, f.vector("i32x4.extadd_pairwise_i16x8_u", [pairs])]));
  f.set(trues);
}

/** The entries of a block by hinge errors. */
export function emitHingeEntries(state: CellsState, block: Block): void {
  const { f, s } = state;
  const to = s.variable(entriesOf(state, block));
  s.each(
    block.from,
    block.to,
    (pixel) => {
      const { four } = emitSixteen(state, pixel);
      for (let k = 0; k < 4; k++) {
        const entry = four(k).entry();
        f.get(to.local);
        f.get(entry);
        f.emit("v128.store", 16 * k);
      }
      to.set(s.add(to, 64));
    },
    16,
  );
}

function emitRankedMasks(state: CellsState, block: Block, trues: Local): void {
  const { s, pixels } = state;
  const tail = pixels % 16;
  const whole = tail === 0 ? block.to : s.variable(s.and(block.to, -16));
  s.each(block.from, whole, (pixel) => emitRankedSixteen(state, block, pixel, 16, trues), 16);
  if (tail > 0) s.when(s.less(whole, block.to), () => emitRankedSixteen(state, block, whole, tail, trues));
}

function emitRankedSixteen(
  state: CellsState,
  block: Block,
  pixel: Scalar,
  present: number,
  trues: Local,
): void {
  const { f, s, job } = state;
  const isActive = [0, 1, 2, 3].map((k) => {
    if (4 * k >= present) return f.integers(0);
    const four = k === 0 ? pixel : s.variable(s.add(pixel, 4 * k));
    const ranked = within(state, emitRanked(state, four, 4), Math.min(4, present - 4 * k));
    subtract(state, "i32x4.sub", trues, ranked.isTrue);
    if (job.ranking.order !== "error") {
      s.add(entriesOf(state, block), s.shl(s.sub(pixel, block.from), 2)).push();
      f.get(ranked.entry);
      f.emit("v128.store", 16 * k);
    }
    return ranked.isActive;
  });
  emitBits(state, pixel, isActive);
}

function subtract({ f }: CellsState, name: "i8x16.sub" | "i32x4.sub", from: Local, what: Local): void {
  f.get(f.vector(name, [from, what]));
  f.set(from);
}
