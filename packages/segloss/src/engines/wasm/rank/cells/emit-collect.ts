import type { FunctionBuilder } from "../../encoder/function-builder.ts";
import { canRankSixteen, emitRanked } from "../emit-ranked.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { type CellsSetting, type CellsState, cellsFunction, emitPlace } from "./cell-state.ts";
import { type Block, emitHingeEntries, emitMasks, entriesOf } from "./emit-masks.ts";
import { emitPack } from "./emit-pack.ts";
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
        s.when(
          s.less(s.int(FEW), number),
          () => emitMany(state, block, number, { next, end, counts }),
          () => emitFew(state, block, { next, end, counts }),
        );
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

/** Where the places of a block go, and the counters. */
interface Places {
  readonly next: Scalar;
  readonly end: Scalar;
  readonly counts: Scalar;
}

/** Entries moved together become places. */
function emitMany(state: CellsState, block: Block, number: Scalar, places: Places): void {
  const { s } = state;
  if (canRankSixteen(state)) emitHingeEntries(state, block);
  const entries = s.variable(entriesOf(state, block));
  s.when(s.less(number, BLOCK), () => {
    entries.set(s.add(block.scratch, SCRATCH.packed));
    emitPack(state, block, entries);
  });
  const distance = s.variable(s.sub(entries, places.next));
  s.eachFour(
    places.next,
    places.end,
    (to, offset) => {
      const entry = s.variable(s.load(s.add(to, distance), offset));
      emitCount(state, places, to, offset, entry);
    },
    4,
  );
}

/** Entries of single pixels become places. */
function emitFew(state: CellsState, { from, scratch }: Block, places: Places): void {
  const { s } = state;
  const list = s.variable(s.add(scratch, SCRATCH.packed));
  emitSetBits(state, from, list);
  const distance = s.variable(s.sub(list, places.next));
  s.each(
    places.next,
    places.end,
    (to) => {
      const pixel = s.variable(s.add(s.load(s.add(to, distance)), from));
      const { entry } = emitRanked(state, pixel, 1);
      const own = s.variable(s.op("i32", "i32x4.extract_lane", [s.of(entry)], 0));
      emitCount(state, places, to, 0, own);
    },
    4,
  );
}

function emitCount(state: CellsState, { counts }: Places, to: Scalar, offset: number, entry: Scalar): void {
  const { s } = state;
  const place = s.variable(emitPlace(state, entry));
  s.store(to, place, offset);
  const counter = s.variable(s.add(counts, place));
  s.store(counter, s.add(s.load(counter), 1));
}
