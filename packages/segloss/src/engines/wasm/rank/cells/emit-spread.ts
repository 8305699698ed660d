import type { FunctionBuilder, Local } from "../../encoder/function-builder.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { type CellsSetting, type CellsState, cellsFunction, emitEntry, emitPlace } from "./cell-state.ts";
import { emitPart, scratchOf, streamOf } from "./emit-collect.ts";
import { popcount } from "./emit-pack.ts";
import { emitSetBits, FEW } from "./emit-set-bits.ts";
import { BLOCK, SCRATCH, STATE } from "./layout.ts";
import { TABLES } from "./tables.ts";

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
  const blocks = s.variable(s.div(s.sub(s.add(to, BLOCK - 1), from), BLOCK));
  s.eachDown(blocks, (index) => {
    const block = s.variable(s.add(from, s.mul(index, BLOCK)));
    const bytes = s.load(s.add(at(layout.blocks), s.shl(s.div(block, BLOCK), 2)));
    const first = s.variable(s.sub(next, bytes));
    const end = s.variable(s.smaller(s.variable(s.add(block, BLOCK)), to));
    const all: Spread = { block, end, first, next, counts, scratch };
    s.when(
      s.less(s.int(4 * FEW), s.sub(next, first)),
      () =>
        s.when(
          emitIsDense(state, s.sub(next, first), block, end),
          () => emitDense(state, first, block),
          () => emitMany(state, all),
        ),
      () => emitFew(state, all),
    );
    next.set(first);
  });
  return f;
}

/** The places of a block, `first` to `next`, and its pixels. */
interface Spread {
  readonly block: Scalar;
  readonly end: Scalar;
  readonly first: Scalar;
  readonly next: Variable;
  readonly counts: Scalar;
  readonly scratch: Scalar;
}

/** Steps of single pixels; they are copied first, since their places may stand among those that become 0. */
function emitFew(state: CellsState, { block, end, first, next, counts, scratch }: Spread): void {
  const { s, at, layout, weights } = state;
  const bytes = s.variable(s.sub(next, first));
  const steps = s.variable(s.add(scratch, SCRATCH.entries));
  const list = s.variable(s.add(scratch, SCRATCH.packed));
  const marks = s.variable(s.int(0));
  s.each(
    0,
    bytes,
    (i) => {
      const step = s.variable(s.load(s.add(at(0), s.load(s.add(first, i))), layout.steps));
      s.store(s.add(steps, i), step);
      marks.set(s.or(marks, step));
    },
    4,
  );
  const pixels = s.variable(s.add(s.of(weights), s.shl(block, 2)));
  emitSetBits(state, block, list);
  // Before anything is written, since errors may stand where weights go.
  s.when(s.op("i32", "i32.lt_s", [marks, s.int(0)]), () =>
    s.eachDown(s.shr(bytes, 2), (i) => {
      const at4 = s.variable(s.shl(i, 2));
      const isSorted = s.op("i32", "i32.lt_s", [s.load(s.add(steps, at4)), s.int(0)]);
      s.when(isSorted, () => emitRecord(state, s.variable(s.add(block, s.load(s.add(list, at4)))), counts));
    }),
  );
  emitZeros(state, pixels, s.shl(s.sub(end, block), 2));
  s.each(
    0,
    bytes,
    (i) => s.store(s.add(pixels, s.shl(s.load(s.add(list, i)), 2)), s.load(s.add(steps, i))),
    4,
  );
}

/** Whether all pixels of a whole block have an error, and none of the region is sorted. */
function emitIsDense({ s, at, layout }: CellsState, bytes: Scalar, block: Scalar, end: Scalar): Scalar {
  const isFull = s.op("i32", "i32.eq", [bytes, s.int(4 * BLOCK)]);
  const isWhole = s.op("i32", "i32.eq", [s.sub(end, block), s.int(BLOCK)]);
  const isPlain = s.op("i32", "i32.eqz", [s.load(at(layout.state), STATE.sorted)]);
  return s.and(s.and(isFull, isWhole), isPlain);
}

/** A step for each pixel of a block, the last first: they may move to the back within the same memory. */
function emitDense({ s, at, layout, weights }: CellsState, first: Scalar, block: Scalar): void {
  s.eachDown(s.int(BLOCK / 4), (group) => {
    const from = s.variable(s.add(first, s.shl(group, 4)));
    const to = s.variable(s.add(s.add(s.of(weights), s.shl(block, 2)), s.shl(group, 4)));
    const steps = [0, 1, 2, 3].map((k) => {
      const place = s.add(at(0), s.load(from, 4 * k));
      return s.variable(s.load(place, layout.steps));
    });
    for (const [k, step] of steps.entries()) s.store(to, step, 4 * k);
  });
}

/** Places become steps. */
function emitLookup({ s, at, layout }: CellsState, first: Scalar, end: Scalar): void {
  s.eachFour(
    first,
    end,
    (entry, offset) => {
      s.store(entry, s.load(s.add(at(0), s.load(entry, offset)), layout.steps), offset);
    },
    4,
  );
}

/** Steps go to the pixels of a block with several, from the last to the first. */
function emitMany(state: CellsState, { block, end, first, next, counts }: Spread): void {
  const { s, pixels, at, layout } = state;
  emitLookup(state, first, next);
  const tail = pixels % 8;
  const bitsOf = (pixel: Scalar): Variable =>
    s.variable(s.op("i32", "i32.load8_u", [s.add(at(0), s.shr(pixel, 3))], layout.masks));
  const eight = (pixel: Scalar, present: number): void => {
    const bits = bitsOf(pixel);
    next.set(s.sub(next, s.shl(popcount(state, bits), 2)));
    if (present > 4) {
      const upper = s.variable(s.add(next, s.shl(popcount(state, s.and(bits, 15)), 2)));
      emitFour(state, s.variable(s.add(pixel, 4)), present - 4, {
        from: upper,
        bits: s.and(bits, 240),
        counts,
      });
    }
    emitFour(state, pixel, Math.min(present, 4), { from: next, bits: s.and(s.shl(bits, 4), 240), counts });
  };
  if (tail > 0) {
    const whole = s.variable(s.and(end, -8));
    s.when(s.less(whole, end), () => eight(whole, tail));
  }
  s.eachDown(s.shr(s.sub(end, block), 3), (group) => {
    eight(s.variable(s.add(block, s.shl(group, 3))), 8);
  });
}

/** Where the steps of four pixels stand, and 16 times which of them have one. */
interface Four {
  readonly from: Variable;
  readonly bits: Scalar;
  readonly counts: Scalar;
}

function emitFour(state: CellsState, pixel: Scalar, present: number, { from, bits, counts }: Four): void {
  const { f, s, tables, weights } = state;
  const shuffle = f.vector("v128.load", [s.variable(bits).local], tables + TABLES.spread);
  const steps = f.vector("i8x16.swizzle", [f.vector("v128.load", [from.local]), shuffle]);
  const sorted = s.variable(s.op("i32", "i32x4.bitmask", [s.of(steps)]));
  s.when(sorted, () =>
    s.eachDown(s.int(4), (lane) =>
      s.when(s.and(s.shr(sorted, lane), 1), () => emitRecord(state, s.variable(s.add(pixel, lane)), counts)),
    ),
  );
  const place = s.variable(s.add(s.of(weights), s.shl(pixel, 2)));
  if (present === 4) {
    place.push();
    f.get(steps);
    f.emit("v128.store", 0);
    return;
  }
  for (let lane = 0; lane < present; lane++) emitLane(state, place, steps, lane);
}

function emitLane({ f }: CellsState, place: Scalar, steps: Local, lane: number): void {
  place.push();
  f.get(steps);
  f.emit("v128.store32_lane", 4 * lane, lane);
}

/** The record of a pixel whose cell is sorted: the last of a cell comes first. */
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

/** Memory that becomes 0, a multiple of four bytes. */
function emitZeros({ f, s }: CellsState, from: Scalar, bytes: Scalar): void {
  for (const x of [from, s.int(0), bytes]) x.push();
  f.emit("memory.fill");
}
