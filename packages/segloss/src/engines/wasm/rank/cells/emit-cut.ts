import type { Scalar, Variable } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";
import { emitNumbers } from "./emit-tabulate.ts";
import { EXPONENTS } from "./layout.ts";

/**
 * Chooses the cells that are sorted, those with the largest error a pixel, to which it divides the errors: returns the
 * least such bound, as the bits of a float32. What is left of the error then is within the budget. If there is no room
 * for so many records, those with the largest errors are sorted as far as it goes.
 */
export function emitCut(state: CellsState, cells: Scalar, budget: Scalar): Scalar {
  const { s, at, layout } = state;
  const bins = s.variable(at(layout.bins));
  const numbers = s.variable(s.add(bins, 8 * EXPONENTS));
  for (const x of [bins, s.int(0), s.int(12 * EXPONENTS)]) x.push();
  s.f.emit("memory.fill");
  s.each(0, cells, (cell) => {
    const [falses, trues] = emitNumbers(state, s.variable(s.shl(cell, 3)));
    const number = s.variable(s.add(falses, trues));
    s.when(number, () => {
      const bound = s.variable(s.add(at(layout.errors), s.shl(cell, 2)));
      const error = s.variable(s.loadFloat(bound));
      s.storeFloat(bound, s.div(error, s.toReal(number)));
      const exponent = s.variable(s.shr(s.load(bound), 23));
      const bin = s.variable(s.add(bins, s.shl(exponent, 3)));
      s.store(bin, s.add(s.loadReal(bin), error));
      const count = s.variable(s.add(numbers, s.shl(exponent, 2)));
      // Cells without an error are never sorted.
      s.store(count, s.add(s.load(count), s.choose(s.load(bound), number, s.int(0))));
    });
  });
  const byError = emitLowest(state, bins, budget);
  const byRoom = emitHighest(state, numbers);
  return s.variable(s.shl(s.choose(s.less(byError, byRoom), byRoom, byError), 23));
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
