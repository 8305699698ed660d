import type { FunctionBuilder } from "../../encoder/function-builder.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { type CellsSetting, type CellsState, cellsFunction, emitEntry, emitPlace } from "./cell-state.ts";
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
  const state = cellsFunction(of, ["i32"]);
  const { f, s, at, layout } = state;
  const part = state.parameter(0);
  const { from, to } = emitPart(state, part);
  const kept = s.load(s.add(at(layout.state), s.shl(part, 3)), STATE.parts);
  const next = s.variable(s.add(streamOf(state), s.shl(s.add(from, kept), 2)));
  const counts = s.variable(s.add(at(layout.counts), s.mul(part, layout.partBytes)));
  const scratch = s.variable(scratchOf(state, part));
  const steps = s.variable(s.add(scratch, SCRATCH.entries));
  const list = s.variable(s.add(scratch, SCRATCH.packed));
  const blocks = s.variable(s.div(s.sub(s.add(to, BLOCK - 1), from), BLOCK));
  const isPlain = s.variable(s.op("i32", "i32.eqz", [s.load(at(layout.state), STATE.sorted)]));
  s.eachDown(blocks, (index) => {
    const first = s.variable(s.add(from, s.mul(index, BLOCK)));
    const end = s.variable(s.smaller(s.variable(s.add(first, BLOCK)), to));
    const bytes = s.variable(s.load(s.add(at(layout.blocks), s.shl(s.div(first, BLOCK), 2))));
    next.set(s.sub(next, bytes));
    const isFull = s.variable(s.op("i32", "i32.eq", [bytes, s.int(4 * BLOCK)]));
    const block: Block = { first, end, bytes, steps, list, isFull };
    s.when(
      s.and(isFull, isPlain),
      () => emitFull(state, next, first),
      () => emitBlock(state, block, next, counts),
    );
  });
  return f;
}

/** A block of pixels, 4 times the number of those with an error; where their steps and their list stand. */
interface Block {
  readonly first: Scalar;
  readonly end: Scalar;
  readonly bytes: Scalar;
  readonly steps: Scalar;
  readonly list: Scalar;
  /** Whether all pixels of a whole block have an error, which need no list. */
  readonly isFull: Scalar;
}

/** Steps of all pixels of a block, none of which is sorted: the last first, since they may move to the back. */
function emitFull({ s, layout, weights }: CellsState, places: Scalar, first: Scalar): void {
  const pixels = s.variable(s.add(s.of(weights), s.shl(first, 2)));
  s.eachDown(s.int(BLOCK / 4), (group) => {
    const offset = s.variable(s.shl(group, 4));
    const from = s.variable(s.add(places, offset));
    const to = s.variable(s.add(pixels, offset));
    const steps = [0, 1, 2, 3].map((k) => s.variable(s.load(s.load(from, 4 * k), layout.steps)));
    for (const [k, step] of steps.entries()) s.store(to, step, 4 * k);
  });
}

function emitBlock(state: CellsState, block: Block, next: Scalar, counts: Scalar): void {
  const { s } = state;
  const { first, bytes, list, isFull } = block;
  const marks = emitLookup(state, next, block);
  const isFew = s.variable(s.op("i32", "i32.le_u", [bytes, s.int(4 * FEW)]));
  const isSorted = s.variable(s.op("i32", "i32.lt_s", [marks, s.int(0)]));
  s.when(s.or(isFew, s.less(isFull, isSorted)), () => emitSetBits(state, first, list));
  // Before anything is written, since errors may stand where weights go.
  s.when(isSorted, () => emitRecords(state, block, counts));
  s.when(
    isFew,
    () => emitFew(state, block),
    () => emitMany(state, block),
  );
}

/** The steps of a block's places, next to each other; returns their bits together. */
function emitLookup({ s, layout }: CellsState, places: Scalar, { bytes, steps }: Block): Variable {
  const marks = s.variable(s.int(0));
  const distance = s.variable(s.sub(places, steps));
  s.eachFour(
    steps,
    s.variable(s.add(steps, bytes)),
    (to, offset) => {
      const place = s.load(s.add(to, distance), offset);
      const step = s.variable(s.load(place, layout.steps));
      s.store(to, step, offset);
      marks.set(s.or(marks, step));
    },
    4,
  );
  return marks;
}

/** Steps of single pixels. */
function emitFew({ f, s, weights }: CellsState, { first, end, bytes, steps, list }: Block): void {
  const pixels = s.variable(s.add(s.of(weights), s.shl(first, 2)));
  for (const x of [pixels, s.int(0), s.shl(s.sub(end, first), 2)]) x.push();
  f.emit("memory.fill");
  s.each(
    0,
    bytes,
    (i) => s.store(s.add(pixels, s.shl(s.load(s.add(list, i)), 2)), s.load(s.add(steps, i))),
    4,
  );
}

/** Steps of all pixels of a block, or of several. */
function emitMany(state: CellsState, { first, end, steps, isFull }: Block): void {
  const { s } = state;
  s.when(
    isFull,
    () => emitCopy(state, steps, first),
    () => emitUnpack(state, { from: first, to: end }, steps),
  );
}

/** Copies the steps of a block: a call of memory.copy takes longer. */
function emitCopy({ f, s, weights }: CellsState, steps: Scalar, first: Scalar): void {
  const from = s.variable(steps);
  const to = s.variable(s.add(s.of(weights), s.shl(first, 2)));
  s.each(0, BLOCK / 16, () => {
    for (let k = 0; k < 4; k++) {
      const four = f.vector("v128.load", [from.local], 16 * k);
      to.push();
      f.get(four);
      f.emit("v128.store", 16 * k);
    }
    from.set(s.add(from, 64));
    to.set(s.add(to, 64));
  });
}

/** Records of the pixels of a block whose cells are sorted: the last of a cell first. */
function emitRecords(state: CellsState, block: Block, counts: Scalar): void {
  const { f, s } = state;
  const { first, bytes, steps, list, isFull } = block;
  // Behind the last step there are three without a mark.
  s.add(steps, bytes).push();
  f.get(f.integers(0));
  f.emit("v128.store", 0);
  s.eachDown(s.shr(s.add(bytes, 15), 4), (group) => {
    const four = f.vector("v128.load", [s.variable(s.add(steps, s.shl(group, 4))).local]);
    const sorted = s.variable(s.op("i32", "i32x4.bitmask", [s.of(four)]));
    s.when(sorted, () =>
      s.eachDown(s.int(4), (lane) =>
        s.when(s.and(s.shr(sorted, lane), 1), () => {
          const i = s.variable(s.add(s.shl(group, 2), lane));
          const pixel = s.choose(isFull, i, s.load(s.add(list, s.shl(i, 2))));
          emitRecord(state, s.variable(s.add(first, pixel)), counts);
        }),
      ),
    );
  });
}

function emitRecord(state: CellsState, pixel: Scalar, counts: Scalar): void {
  const { s, at, layout } = state;
  const { entry } = emitEntry(state, pixel);
  const place = s.and(s.variable(emitPlace(state, entry)), -8);
  const cursor = s.variable(s.add(counts, place));
  const index = s.variable(s.sub(s.load(cursor), 1));
  s.store(cursor, index);
  const falling = s.xor(s.and(entry, 0x7fffffff), 0x7fffffff);
  const payload = s.or(s.shl(pixel, 1), s.shr(entry, 31));
  const wide = (x: Scalar): Scalar => s.op("i64", "i64.extend_i32_u", [x]);
  s.store(s.add(at(layout.records), s.shl(index, 3)), s.or(s.shl(wide(falling), 32), wide(payload)));
}
