import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { type I32, i32, type Variable } from "../../../asm/value.ts";
import { canRankSixteen, emitRanked } from "../emit-ranked.ts";
import { smaller } from "../expressions.ts";
import { type CellsSetting, type CellsState, cellsFunction } from "./cell-state.ts";
import { type Block, emitHingeEntries, emitMasks, entriesOf } from "./emit-masks.ts";
import { emitPack } from "./emit-pack.ts";
import { emitPlaces } from "./emit-places.ts";
import { emitSetBits, FEW } from "./emit-set-bits.ts";
import { BLOCK, SCRATCH, STATE } from "./layout.ts";

/**
 * Counts the pixels of a part by cell and truth, and leaves the places of those with an error in a row, in order.
 * Where they are few they are looked at one by one, else all together, so that there is little to predict.
 * Parameters after the usual ones: part.
 */
export function emitCollect(of: CellsSetting): FunctionBuilder {
  const state = cellsFunction(of, { part: "i32" });
  const { f, at, layout } = state;
  const { part } = state.parameters;
  const { from, to } = emitPart(state, part);
  const counts = f.let(at(layout.counts).add(part.mul(layout.partBytes)));
  const scratch = f.let(scratchOf(state, part));
  f.memory.fill(counts, 0, i32.load(at(layout.state), STATE.cells).shl(3));
  const start = f.let(streamOf(state).add(from.shl(2)));
  const next = f.let(start);
  const trues = f.v128.xor(f.integers(0), f.integers(0));
  f.for(from, to, BLOCK, (first) => {
    const block = { from: first, to: f.let(smaller(f.let(first.add(BLOCK)), to)), scratch };
    const number = emitMasks(state, block, trues);
    const end = f.let(next.add(number.shl(2)));
    f.store(at(layout.blocks).add(first.div_u(BLOCK).shl(2)), number.shl(2));
    f.if(number, () => {
      const entries = f.let(scratch.add(SCRATCH.packed));
      f.if(
        i32.const(FEW).lt_u(number),
        () => emitMany(state, block, number, entries),
        () => emitFew(state, block, number, entries),
      );
      emitPlaces(state, entries, scratch, { next, end, part });
    });
    f.set(next, end);
  });
  const lanes = [0, 1, 2, 3].map((lane) => f.i32x4.extract_lane(trues, lane));
  const numbers = f.let(at(layout.state).add(part.shl(3)));
  f.store(numbers, next.sub(start).shr_u(2), STATE.parts);
  f.store(
    numbers,
    lanes.reduce((a, b) => a.add(b)),
    STATE.parts + 4,
  );
  return f;
}

/** First and last pixel of a part. */
export function emitPart(
  { f, layout, pixels }: CellsState,
  part: I32,
): { from: Variable<"i32">; to: Variable<"i32"> } {
  const from = f.let(smaller(f.let(part.mul(layout.partPixels)), pixels));
  const to = f.let(smaller(f.let(from.add(layout.partPixels)), pixels));
  return { from, to };
}

/** Where the places of a region stand. */
export function streamOf({ at, layout, weights }: CellsState): I32 {
  return layout.stream === null ? weights : at(layout.stream);
}

/** Scratch memory of a part. */
export function scratchOf({ at, layout }: CellsState, part: I32): I32 {
  return at(layout.scratch).add(part.mul(SCRATCH.bytes));
}

/** Entries of a block moved together, to `entries` or as they stand. */
function emitMany(state: CellsState, block: Block, number: I32, entries: Variable<"i32">): void {
  const { f } = state;
  if (canRankSixteen(state)) emitHingeEntries(state, block);
  f.if(
    number.lt_u(BLOCK),
    () => emitPack(state, block, entries),
    () => f.set(entries, entriesOf(state, block)),
  );
}

/** Entries of single pixels. */
function emitFew(state: CellsState, { from }: Block, number: I32, entries: I32): void {
  const { f } = state;
  emitSetBits(state, from, entries);
  f.for(entries, f.let(entries.add(number.shl(2))), 4, (to) => {
    const { entry } = emitRanked(state, f.let(i32.load(to).add(from)), 1);
    f.v128.store32_lane(to, entry, 0, 0);
  });
}
