import { zeroVector } from "../../encoder/vectors.ts";
import type { Scalar, Variable } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";
import { accumulate, emitFourNumbers, floatSum, laneSum } from "./lanes.ts";
import { STATE } from "./layout.ts";

/** What raises the exponent of a float by one. */
const OCTAVE = 1 << 23;

/**
 * Chooses the cells that are sorted, those with the largest error a pixel: returns the least such bound, as the bits of a
 * float32. What is left of the error then is within the budget. If there is no room for so many records, those with the
 * largest errors are sorted as far as it goes.
 */
export function emitCut(state: CellsState, budget: Scalar): Variable {
  const { s, layout, pixels } = state;
  const least = s.variable(s.int(0));
  s.when(s.less(s.real(0), budget), () => emitByError(state, budget, least));
  if (layout.capacity < pixels) {
    s.repeat(() => {
      const isTooMany = s.variable(s.less(s.int(layout.capacity), emitBeside(state, least).numberAbove));
      least.set(s.add(least, s.choose(isTooMany, s.int(OCTAVE), s.int(0))));
      return isTooMany;
    });
  }
  return least;
}

/**
 * The largest power of two below which the bounds leave no more than the budget: between the budget a pixel and the
 * largest bound.
 */
function emitByError(state: CellsState, budget: Scalar, least: Variable): void {
  const { s, at, layout } = state;
  const kept = s.toReal(s.load(at(layout.state), STATE.kept));
  const mean = s.op("f32", "f32.demote_f64", [s.div(budget, kept)]);
  least.set(s.and(s.op("i32", "i32.reinterpret_f32", [mean]), -OCTAVE));
  const beyond = s.variable(s.add(s.and(emitHighest(state), -OCTAVE), OCTAVE));
  const isOpen = (): Scalar => s.less(s.add(least, OCTAVE), beyond);
  s.when(isOpen(), () =>
    s.repeat(() => {
      const middle = s.variable(s.and(s.shr(s.add(least, beyond), 1), -OCTAVE));
      s.when(
        s.less(budget, emitBeside(state, middle).errorBelow),
        () => beyond.set(middle),
        () => least.set(middle),
      );
      return isOpen();
    }),
  );
}

/** The largest bound of a cell, as bits. */
function emitHighest(state: CellsState): Scalar {
  const { f, s, at, layout } = state;
  const highest = zeroVector(f);
  const cells = s.load(at(layout.state), STATE.cells);
  s.each(0, s.variable(s.shr(cells, 2)), (group) => {
    const place = s.variable(s.add(at(layout.errors), s.shl(group, 4)));
    accumulate(f, "i32x4.max_s", highest, f.vector("v128.load", [place.local]));
  });
  const lanes = [0, 1, 2, 3].map((lane) =>
    s.variable(s.op("i32", "i32x4.extract_lane", [s.of(highest)], lane)),
  );
  return lanes.reduce((a, b) => s.variable(s.choose(s.less(a, b), b, a)));
}

/** The error of the cells with a smaller bound; the number of pixels in the others, if they have an error. */
function emitBeside(
  state: CellsState,
  least: Scalar,
): { readonly errorBelow: Scalar; readonly numberAbove: Scalar } {
  const { f, s, at, layout } = state;
  const limit = f.vector("i32x4.splat", [s.variable(least).local]);
  const [error, above] = [zeroVector(f), zeroVector(f)];
  const cells = s.load(at(layout.state), STATE.cells);
  s.each(0, s.variable(s.shr(cells, 2)), (group) => {
    const { falses, trues } = emitFourNumbers(state, s.variable(s.add(at(0), s.shl(group, 5))).local);
    const number = f.vector("i32x4.add", [falses, trues]);
    const place = s.variable(s.add(at(layout.errors), s.shl(group, 4)));
    const bound = f.vector("v128.load", [place.local]);
    const isBelow = f.vector("i32x4.lt_s", [bound, limit]);
    const all = f.vector("f32x4.mul", [bound, f.vector("f32x4.convert_i32x4_s", [number])]);
    accumulate(f, "f32x4.add", error, f.vector("v128.and", [all, isBelow]));
    const isSorted = f.vector("v128.andnot", [f.vector("i32x4.gt_s", [bound, f.integers(0)]), isBelow]);
    accumulate(f, "i32x4.add", above, f.vector("v128.and", [number, isSorted]));
  });
  return { errorBelow: s.variable(floatSum(state, error)), numberAbove: s.variable(laneSum(state, above)) };
}
