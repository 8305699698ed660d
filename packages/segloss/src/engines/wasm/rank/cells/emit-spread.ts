import type { FunctionBuilder, Local } from "../../encoder/function-builder.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { type CellsSetting, type CellsState, cellsFunction, emitEntry, emitPlace } from "./cell-state.ts";
import { emitPart, streamOf } from "./emit-collect.ts";
import { BLOCK, STATE } from "./layout.ts";
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
  const blocks = s.variable(s.div(s.sub(s.add(to, BLOCK - 1), from), BLOCK));
  s.eachDown(blocks, (index) => {
    const block = s.variable(s.add(from, s.mul(index, BLOCK)));
    const bytes = s.load(s.add(at(layout.blocks), s.shl(s.div(block, BLOCK), 2)));
    const first = s.variable(s.sub(next, bytes));
    const end = s.variable(s.smaller(s.variable(s.add(block, BLOCK)), to));
    s.when(
      s.op("i32", "i32.eq", [next, first]),
      () => {
        const place = s.add(s.of(state.weights), s.shl(block, 2));
        for (const x of [place, s.int(0), s.shl(s.sub(end, block), 2)]) x.push();
        f.emit("memory.fill");
      },
      () =>
        s.when(
          emitIsDense(state, s.sub(next, first), block, end),
          () => {
            emitDense(state, first, block);
            next.set(first);
          },
          () => {
            emitLookup(state, first, next);
            emitPlaces(state, block, end, next, counts);
          },
        ),
    );
  });
  return f;
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
  s.eachFour(first, end, (entry) => s.store(entry, s.load(s.add(at(0), s.load(entry)), layout.steps)), 4);
}

/** Steps go to the pixels of a block, from the last to the first. */
function emitPlaces(state: CellsState, from: Scalar, to: Scalar, next: Variable, counts: Scalar): void {
  const { s, pixels } = state;
  const tail = pixels % 4;
  if (tail > 0) {
    const whole = s.variable(s.and(to, -4));
    s.when(s.less(whole, to), () => emitFour(state, whole, tail, next, counts));
  }
  s.eachDown(s.shr(s.sub(to, from), 2), (group) => {
    emitFour(state, s.variable(s.add(from, s.shl(group, 2))), 4, next, counts);
  });
}

function emitFour(state: CellsState, pixel: Scalar, present: number, next: Variable, counts: Scalar): void {
  const { f, s, at, layout, tables, weights } = state;
  const bits = s.variable(s.op("i32", "i32.load8_u", [s.add(at(layout.masks), s.shr(pixel, 2))], 0));
  next.set(s.sub(next, s.shl(s.op("i32", "i32.popcnt", [bits]), 2)));
  const shuffle = f.vector("v128.load", [s.variable(s.shl(bits, 4)).local], tables + TABLES.spread);
  const steps = f.vector("i8x16.swizzle", [f.vector("v128.load", [next.local]), shuffle]);
  const sorted = s.variable(s.op("i32", "i32x4.bitmask", [s.of(steps)]));
  s.when(sorted, () => emitRecords(state, pixel, sorted, counts));
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

/** Records of those of four pixels whose cells are sorted: the last of a cell first. */
function emitRecords(state: CellsState, pixel: Scalar, sorted: Scalar, counts: Scalar): void {
  const { s, at, layout } = state;
  s.eachDown(s.int(4), (lane) => {
    s.when(s.and(s.shr(sorted, lane), 1), () => {
      const own = s.variable(s.add(pixel, lane));
      const { entry } = emitEntry(state, own);
      const place = s.and(s.variable(emitPlace(state, entry)), -8);
      const cursor = s.variable(s.add(counts, place));
      const index = s.variable(s.sub(s.load(cursor), 1));
      s.store(cursor, index);
      const falling = s.xor(s.and(entry, 0x7fffffff), 0x7fffffff);
      const payload = s.or(s.shl(own, 1), s.shr(entry, 31));
      const wide = (x: Scalar): Scalar => s.op("i64", "i64.extend_i32_u", [x]);
      s.store(s.add(at(layout.records), s.shl(index, 3)), s.or(s.shl(wide(falling), 32), wide(payload)));
    });
  });
}
