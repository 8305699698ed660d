import type { FunctionBuilder } from "../../encoder/function-builder.ts";
import { canRankSixteen, emitRanked } from "../emit-ranked.ts";
import type { Scalar, Variable } from "../scalars.ts";
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
  const state = cellsFunction(of, ["i32"]);
  const { f, s, at, layout } = state;
  const part = state.parameter(0);
  const { from, to } = emitPart(state, part);
  const counts = s.variable(s.add(at(layout.counts), s.mul(part, layout.partBytes)));
  const scratch = s.variable(scratchOf(state, part));
  for (const x of [counts, s.int(0), s.shl(s.load(at(layout.state), STATE.cells), 3)]) x.push();
  f.emit("memory.fill");
  const start = s.variable(s.add(streamOf(state), s.shl(from, 2)));
  const next = s.variable(start);
  const trues = f.vector("v128.xor", [f.integers(0), f.integers(0)]);
  s.each(
    from,
    to,
    (first) => {
      const block = { from: first, to: s.variable(s.smaller(s.variable(s.add(first, BLOCK)), to)), scratch };
      const number = emitMasks(state, block, trues);
      const end = s.variable(s.add(next, s.shl(number, 2)));
      s.store(s.add(at(layout.blocks), s.shl(s.div(first, BLOCK), 2)), s.shl(number, 2));
      s.when(number, () => {
        const entries = s.variable(s.add(scratch, SCRATCH.packed));
        s.when(
          s.less(s.int(FEW), number),
          () => emitMany(state, block, number, entries),
          () => emitFew(state, block, number, entries),
        );
        emitPlaces(state, entries, scratch, { next, end, part });
      });
      next.set(end);
    },
    BLOCK,
  );
  const lanes = [0, 1, 2, 3].map((lane) => s.op("i32", "i32x4.extract_lane", [s.of(trues)], lane));
  const numbers = s.variable(s.add(at(layout.state), s.shl(part, 3)));
  s.store(numbers, s.shr(s.sub(next, start), 2), STATE.parts);
  s.store(
    numbers,
    lanes.reduce((a, b) => s.add(a, b)),
    STATE.parts + 4,
  );
  return f;
}

/** First and last pixel of a part. */
export function emitPart({ s, layout, pixels }: CellsState, part: Scalar): { from: Variable; to: Variable } {
  const from = s.variable(s.smaller(s.variable(s.mul(part, layout.partPixels)), pixels));
  const to = s.variable(s.smaller(s.variable(s.add(from, layout.partPixels)), pixels));
  return { from, to };
}

/** Where the places of a region stand. */
export function streamOf({ s, at, layout, weights }: CellsState): Scalar {
  return layout.stream === null ? s.of(weights) : at(layout.stream);
}

/** Scratch memory of a part. */
export function scratchOf({ s, at, layout }: CellsState, part: Scalar): Scalar {
  return s.add(at(layout.scratch), s.mul(part, SCRATCH.bytes));
}

/** Entries of a block moved together, to `entries` or as they stand. */
function emitMany(state: CellsState, block: Block, number: Scalar, entries: Variable): void {
  const { s } = state;
  if (canRankSixteen(state)) emitHingeEntries(state, block);
  s.when(
    s.less(number, BLOCK),
    () => emitPack(state, block, entries),
    () => entries.set(entriesOf(state, block)),
  );
}

/** Entries of single pixels. */
function emitFew(state: CellsState, { from }: Block, number: Scalar, entries: Scalar): void {
  const { f, s } = state;
  emitSetBits(state, from, entries);
  s.each(
    entries,
    s.variable(s.add(entries, s.shl(number, 2))),
    (to) => {
      const { entry } = emitRanked(state, s.variable(s.add(s.load(to), from)), 1);
      to.push();
      f.get(entry);
      f.emit("v128.store32_lane", 0, 0);
    },
    4,
  );
}
