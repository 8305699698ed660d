import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { type I32, type I64, i32, i64, type Variable } from "../../../asm/value.ts";
import { smaller } from "../expressions.ts";
import { type CellsSetting, type CellsState, cellsFunction, emitEntry, emitPlace } from "./cell-state.ts";
import { eachFour } from "./each-four.ts";
import { emitPart, scratchOf, streamOf } from "./emit-collect.ts";
import { emitUnpack } from "./emit-pack.ts";
import { emitSetBits, FEW } from "./emit-set-bits.ts";
import { BLOCK, SCRATCH, STATE } from "./layout.ts";

/**
 * Looks up the steps of a part's cells and puts them in their pixels' places, the last first, since they stand in the
 * same memory further to the front. Pixels of cells that are sorted become records of those cells, in order.
 * Parameters after the usual ones: part.
 */
export function emitSpread(of: CellsSetting): FunctionBuilder {
  const state = cellsFunction(of, { part: "i32" });
  const { f, at, layout } = state;
  const { part } = state.parameters;
  const { from, to } = emitPart(state, part);
  const kept = i32.load(at(layout.state).add(part.shl(3)), STATE.parts);
  const next = f.let(streamOf(state).add(from.add(kept).shl(2)));
  const counts = f.let(at(layout.counts).add(part.mul(layout.partBytes)));
  const scratch = f.let(scratchOf(state, part));
  const steps = f.let(scratch.add(SCRATCH.entries));
  const list = f.let(scratch.add(SCRATCH.packed));
  const blocks = f.let(
    to
      .add(BLOCK - 1)
      .sub(from)
      .div_u(BLOCK),
  );
  const isPlain = f.let(i32.load(at(layout.state), STATE.sorted).eqz());
  f.forDown(blocks, (index) => {
    const first = f.let(from.add(index.mul(BLOCK)));
    const end = f.let(smaller(f.let(first.add(BLOCK)), to));
    const bytes = f.let(i32.load(at(layout.blocks).add(first.div_u(BLOCK).shl(2))));
    f.set(next, next.sub(bytes));
    const isFull = f.let(bytes.eq(4 * BLOCK));
    const block: Block = { first, end, bytes, steps, list, isFull };
    f.if(
      isFull.and(isPlain),
      () => emitFull(state, next, first),
      () => emitBlock(state, block, next, counts),
    );
  });
  return f;
}

/** A block of pixels, 4 times the number of those with an error; where their steps and their list stand. */
interface Block {
  readonly first: I32;
  readonly end: I32;
  readonly bytes: I32;
  readonly steps: I32;
  readonly list: I32;
  /** Whether all pixels of a whole block have an error, which need no list. */
  readonly isFull: I32;
}

/** Steps of all pixels of a block, none of which is sorted: the last first, since they may move to the back. */
function emitFull({ f, layout, weights }: CellsState, places: I32, first: I32): void {
  const pixels = f.let(weights.add(first.shl(2)));
  f.forDown(BLOCK / 4, (group) => {
    const offset = f.let(group.shl(4));
    const from = f.let(places.add(offset));
    const to = f.let(pixels.add(offset));
    const steps = [0, 1, 2, 3].map((k) => f.let(i32.load(i32.load(from, 4 * k), layout.steps)));
    for (const [k, step] of steps.entries()) f.store(to, step, 4 * k);
  });
}

function emitBlock(state: CellsState, block: Block, next: I32, counts: I32): void {
  const { f } = state;
  const { first, bytes, list, isFull } = block;
  const marks = emitLookup(state, next, block);
  const isFew = f.let(bytes.le_u(4 * FEW));
  const isSorted = f.let(marks.lt_s(0));
  f.if(isFew.or(isFull.lt_u(isSorted)), () => emitSetBits(state, first, list));
  // Before anything is written, since errors may stand where weights go.
  f.if(isSorted, () => emitRecords(state, block, counts));
  f.if(
    isFew,
    () => emitFew(state, block),
    () => emitMany(state, block),
  );
}

/** The steps of a block's places, next to each other; returns their bits together. */
function emitLookup({ f, layout }: CellsState, places: I32, { bytes, steps }: Block): Variable<"i32"> {
  const marks = f.local("i32", 0);
  const distance = f.let(places.sub(steps));
  eachFour(f, steps, f.let(steps.add(bytes)), 4, (to, offset) => {
    const place = i32.load(to.add(distance), offset);
    const step = f.let(i32.load(place, layout.steps));
    f.store(to, step, offset);
    f.set(marks, marks.or(step));
  });
  return marks;
}

/** Steps of single pixels. */
function emitFew({ f, weights }: CellsState, { first, end, bytes, steps, list }: Block): void {
  const pixels = f.let(weights.add(first.shl(2)));
  f.memory.fill(pixels, 0, end.sub(first).shl(2));
  f.for(0, bytes, 4, (i) => f.store(pixels.add(i32.load(list.add(i)).shl(2)), i32.load(steps.add(i))));
}

/** Steps of all pixels of a block, or of several. */
function emitMany(state: CellsState, { first, end, steps, isFull }: Block): void {
  const { f } = state;
  f.if(
    isFull,
    () => emitCopy(state, steps, first),
    () => emitUnpack(state, { from: first, to: end }, steps),
  );
}

/** Copies the steps of a block: a call of memory.copy takes longer. */
function emitCopy({ f, weights }: CellsState, steps: I32, first: I32): void {
  const from = f.let(steps);
  const to = f.let(weights.add(first.shl(2)));
  f.for(0, BLOCK / 16, 1, () => {
    for (let k = 0; k < 4; k++) {
      const four = f.v128.load(from, 16 * k);
      f.store(to, four, 16 * k);
    }
    f.set(from, from.add(64));
    f.set(to, to.add(64));
  });
}

/** Records of the pixels of a block whose cells are sorted: the last of a cell first. */
function emitRecords(state: CellsState, block: Block, counts: I32): void {
  const { f } = state;
  const { first, bytes, steps, list, isFull } = block;
  // Behind the last step there are three without a mark.
  f.store(steps.add(bytes), f.integers(0));
  f.forDown(bytes.add(15).shr_u(4), (group) => {
    const four = f.v128.load(f.let(steps.add(group.shl(4))));
    const sorted = f.let(f.i32x4.bitmask(four));
    f.if(sorted, () =>
      f.forDown(4, (lane) =>
        f.if(sorted.shr_u(lane).and(1), () => {
          const i = f.let(group.shl(2).add(lane));
          const pixel = isFull.choose(i, i32.load(list.add(i.shl(2))));
          emitRecord(state, f.let(first.add(pixel)), counts);
        }),
      ),
    );
  });
}

function emitRecord(state: CellsState, pixel: I32, counts: I32): void {
  const { f, at, layout } = state;
  const { entry } = emitEntry(state, pixel);
  const place = f.let(emitPlace(state, entry)).and(-8);
  const cursor = f.let(counts.add(place));
  const index = f.let(i32.load(cursor).sub(1));
  f.store(cursor, index);
  const falling = entry.and(0x7fffffff).xor(0x7fffffff);
  const payload = pixel.shl(1).or(entry.shr_u(31));
  const wide = (x: I32): I64 => i64.extend_i32_u(x);
  f.store(at(layout.records).add(index.shl(3)), wide(falling).shl(32).or(wide(payload)));
}
