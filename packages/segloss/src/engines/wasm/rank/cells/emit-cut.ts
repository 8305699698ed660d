import type { Scalar, Variable } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";
import { emitNumbers } from "./emit-sorted.ts";
import { BIN_BYTES, EXPONENTS, BIN_SETS as SETS, STATE } from "./layout.ts";

/**
 * Chooses the cells that are sorted, those with the largest error a pixel: returns the least such bound, as the bits of a
 * float32. What is left of the error then is within the budget. If there is no room for so many records, those with the
 * largest errors are sorted as far as it goes.
 */
export function emitCut(state: CellsState, budget: Scalar): Scalar {
  const { s, at, layout } = state;
  const bins = s.variable(at(layout.bins));
  for (const x of [bins, s.int(0), s.int(BIN_BYTES * SETS)]) x.push();
  s.f.emit("memory.fill");
  const cells = s.load(at(layout.state), STATE.cells);
  s.each(0, s.variable(s.shr(cells, 2)), (group) => {
    for (let k = 0; k < SETS; k++) {
      const cell = s.variable(s.add(s.shl(group, 2), k));
      emitCount(state, cell, s.variable(s.add(bins, k * BIN_BYTES)));
    }
  });
  emitGather(state, bins);
  const byError = emitLowest(state, bins, budget);
  const byRoom = emitHighest(state, s.variable(s.add(bins, 8 * EXPONENTS)));
  return s.variable(s.shl(s.choose(s.less(byError, byRoom), byRoom, byError), 23));
}

/** Counts the error and the pixels of a cell by the exponent of its error a pixel. */
function emitCount(state: CellsState, cell: Scalar, bins: Scalar): void {
  const { s, at, layout } = state;
  const [falses, trues] = emitNumbers(state, s.variable(s.shl(cell, 3)));
  const number = s.variable(s.add(falses, trues));
  // Nothing has been written for cells without pixels.
  const stored = s.load(s.add(at(layout.errors), s.shl(cell, 2)));
  const bits = s.variable(s.choose(number, stored, s.int(0)));
  const bound = s.op("f64", "f64.promote_f32", [s.op("f32", "f32.reinterpret_i32", [bits])]);
  const exponent = s.variable(s.shr(bits, 23));
  const bin = s.variable(s.add(bins, s.shl(exponent, 3)));
  s.store(bin, s.add(s.loadReal(bin), s.mul(bound, s.toReal(number))));
  const count = s.variable(s.add(bins, s.shl(exponent, 2)));
  const offset = 8 * EXPONENTS;
  // Cells without an error are never sorted.
  s.store(count, s.add(s.load(count, offset), s.choose(bits, number, s.int(0))), offset);
}

/** Adds up the sets of bins in the first. */
function emitGather({ s }: CellsState, bins: Scalar): void {
  s.each(0, EXPONENTS, (exponent) => {
    const bin = s.variable(s.add(bins, s.shl(exponent, 3)));
    const count = s.variable(s.add(bins, s.shl(exponent, 2)));
    const sets = Array.from({ length: SETS }, (_, k) => k * BIN_BYTES);
    s.store(
      bin,
      sets.map((set) => s.loadReal(bin, set)).reduce((a, b) => s.add(a, b)),
    );
    const offset = 8 * EXPONENTS;
    s.store(
      count,
      sets.map((set) => s.load(count, set + offset)).reduce((a, b) => s.add(a, b)),
      offset,
    );
  });
}

/** The exponent from which on errors have to go, counted from below. */
function emitLowest({ s }: CellsState, bins: Scalar, budget: Scalar): Variable {
  const left = s.variable(s.real(0));
  const exponent = s.variable(s.int(0));
  s.repeat(() => {
    left.set(s.add(left, s.loadReal(s.add(bins, s.shl(exponent, 3)))));
    const isWithin = s.variable(s.op("i32", "f64.le", [left, budget]));
    exponent.set(s.add(exponent, isWithin));
    return s.and(isWithin, s.less(exponent, EXPONENTS));
  });
  return exponent;
}

/** The exponent from which on there is room for all pixels, counted from above. */
function emitHighest({ s, layout }: CellsState, numbers: Scalar): Variable {
  const room = s.variable(s.int(layout.capacity));
  const exponent = s.variable(s.int(EXPONENTS));
  s.repeat(() => {
    const number = s.variable(s.load(s.sub(s.add(numbers, s.shl(exponent, 2)), 4)));
    const fits = s.variable(s.op("i32", "i32.le_u", [number, room]));
    room.set(s.sub(room, s.choose(fits, number, s.int(0))));
    exponent.set(s.sub(exponent, fits));
    return s.and(fits, s.less(s.int(0), exponent));
  });
  return exponent;
}
