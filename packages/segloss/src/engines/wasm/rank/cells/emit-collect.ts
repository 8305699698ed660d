import type { FunctionBuilder, Local } from "../../encoder/function-builder.ts";
import { canRankSixteen, emitRanked, emitSixteen, within } from "../emit-ranked.ts";
import type { Scalar, Variable } from "../scalars.ts";
import { type CellsSetting, type CellsState, cellsFunction, emitPlace } from "./cell-state.ts";
import { BLOCK, STATE } from "./layout.ts";
import { TABLES } from "./tables.ts";

/**
 * Counts the pixels of a part by cell and truth, and leaves the places of those with an error in a row, in order.
 * Lanes with an error are moved together by a shuffle from a table, so that there is nothing to predict.
 * Parameters after the usual ones: part.
 */
export function emitCollect(of: CellsSetting): FunctionBuilder {
  const state = cellsFunction(of, ["i32"]);
  const { f, s, at, layout } = state;
  const part = state.parameter(0);
  const { from, to } = emitPart(state, part);
  const counts = s.variable(s.add(at(layout.counts), s.mul(part, layout.partBytes)));
  for (const x of [counts, s.int(0), s.shl(s.load(at(layout.state), STATE.cells), 3)]) x.push();
  f.emit("memory.fill");
  const start = s.variable(s.add(streamOf(state), s.shl(from, 2)));
  const next = s.variable(start);
  const trues = f.vector("v128.xor", [f.integers(0), f.integers(0)]);
  s.each(
    from,
    to,
    (block) => {
      const first = s.variable(next);
      emitPack(state, block, s.variable(s.smaller(s.variable(s.add(block, BLOCK)), to)), next, trues);
      s.store(s.add(at(layout.blocks), s.shl(s.div(block, BLOCK), 2)), s.sub(next, first));
      emitCount(state, first, next, counts);
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

/** Entries of the pixels with an error, one after the other from `next` on; which they were, in masks. */
function emitPack(state: CellsState, from: Scalar, to: Scalar, next: Variable, trues: Local): void {
  const { s, pixels } = state;
  if (canRankSixteen(state)) {
    s.each(from, to, (pixel) => emitPackSixteen(state, pixel, next, trues), 16);
    return;
  }
  const tail = pixels % 4;
  const group = (pixel: Scalar, present: number): void => {
    const { entry, isActive, isTrue } = within(state, emitRanked(state, pixel, 4), present);
    addTrues(state, trues, isTrue);
    emitGroup(state, pixel, entry, isActive, next);
  };
  const whole = tail === 0 ? to : s.variable(s.and(to, -4));
  s.each(from, whole, (pixel) => group(pixel, 4), 4);
  if (tail > 0) s.when(s.less(whole, to), () => group(whole, tail));
}

/** A condition is -1 as an integer. */
function addTrues({ f }: CellsState, trues: Local, isTrue: Local): void {
  f.get(f.vector("i32x4.sub", [trues, isTrue]));
  f.set(trues);
}

/** Sixteen pixels of which none has an error are passed over. */
function emitPackSixteen(state: CellsState, pixel: Scalar, next: Variable, trues: Local): void {
  const { f, s, at, layout } = state;
  const groups = emitSixteen(state, pixel);
  for (const { isTrue } of groups) addTrues(state, trues, isTrue);
  const any = groups.map(({ isActive }) => isActive).reduce((a, b) => f.vector("v128.or", [a, b]));
  s.when(
    s.op("i32", "v128.any_true", [s.of(any)]),
    () => {
      for (const [k, { entry, isActive }] of groups.entries())
        emitGroup(state, s.add(pixel, 4 * k), entry(), isActive, next);
    },
    () => s.store(s.add(at(0), s.shr(pixel, 2)), s.int(0), layout.masks),
  );
}

function emitGroup(state: CellsState, pixel: Scalar, entry: Local, isActive: Local, next: Variable): void {
  const { f, s, at, layout, tables } = state;
  const bits = s.variable(s.op("i32", "i32x4.bitmask", [s.of(isActive)]));
  s.add(at(0), s.shr(pixel, 2)).push();
  bits.push();
  f.emit("i32.store8", layout.masks);
  const shuffle = f.vector("v128.load", [s.variable(s.shl(bits, 4)).local], tables + TABLES.pack);
  next.push();
  f.get(f.vector("i8x16.swizzle", [entry, shuffle]));
  f.emit("v128.store", 0);
  next.set(s.add(next, s.shl(s.op("i32", "i32.popcnt", [bits]), 2)));
}

/** Replaces entries by their places, and counts them there. */
function emitCount(state: CellsState, first: Scalar, end: Scalar, counts: Scalar): void {
  const { s } = state;
  s.eachFour(
    first,
    end,
    (entry) => {
      const place = s.variable(emitPlace(state, s.variable(s.load(entry))));
      s.store(entry, place);
      const counter = s.variable(s.add(counts, place));
      s.store(counter, s.add(s.load(counter), 1));
    },
    4,
  );
}
