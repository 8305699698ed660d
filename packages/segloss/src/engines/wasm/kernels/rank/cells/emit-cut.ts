import { type F64, f32, f64, type I32, i32, type Variable } from "../../../asm/value.ts";
import type { CellsState } from "./cell-state.ts";
import { emitFourNumbers, floatSum, laneSum } from "./lanes.ts";
import { STATE } from "./layout.ts";

/** What raises the exponent of a float by one. */
const OCTAVE = 1 << 23;

/**
 * Chooses the cells that are sorted, those with the largest error a pixel: returns the least such bound, as the bits of a
 * float32. What is left of the error then is within the budget. If there is no room for so many records, those with the
 * largest errors are sorted as far as it goes.
 */
export function emitCut(state: CellsState, budget: F64): Variable<"i32"> {
  const { f, layout, pixels } = state;
  const least = f.local("i32", 0);
  f.if(f64.const(0).lt(budget), () => emitByError(state, budget, least));
  if (layout.capacity < pixels) {
    f.repeat(() => {
      const isTooMany = f.let(i32.const(layout.capacity).lt_u(emitBeside(state, least).numberAbove));
      f.set(least, least.add(isTooMany.choose(i32.const(OCTAVE), 0)));
      return isTooMany;
    });
  }
  return least;
}

/**
 * The largest power of two below which the bounds leave no more than the budget: between the budget a pixel and the
 * largest bound.
 */
function emitByError(state: CellsState, budget: F64, least: Variable<"i32">): void {
  const { f, at, layout } = state;
  const kept = f64.convert_i32_u(i32.load(at(layout.state), STATE.kept));
  const mean = f32.demote_f64(budget.div(kept));
  f.set(least, i32.reinterpret_f32(mean).and(-OCTAVE));
  const beyond = f.let(emitHighest(state).and(-OCTAVE).add(OCTAVE));
  const isOpen = (): I32 => least.add(OCTAVE).lt_u(beyond);
  f.if(isOpen(), () =>
    f.repeat(() => {
      const middle = f.let(least.add(beyond).shr_u(1).and(-OCTAVE));
      f.if(
        budget.lt(emitBeside(state, middle).errorBelow),
        () => f.set(beyond, middle),
        () => f.set(least, middle),
      );
      return isOpen();
    }),
  );
}

/** The largest bound of a cell, as bits. */
function emitHighest(state: CellsState): I32 {
  const { f, at, layout } = state;
  const highest = f.local("v128", f.integers(0));
  const cells = i32.load(at(layout.state), STATE.cells);
  f.for(0, f.let(cells.shr_u(2)), 1, (group) => {
    const place = f.let(at(layout.errors).add(group.shl(4)));
    f.set(highest, f.i32x4.max_s(highest, f.v128.load(place)));
  });
  const lanes = [0, 1, 2, 3].map((lane) => f.let(f.i32x4.extract_lane(highest, lane)));
  return lanes.reduce((a, b) => f.let(a.lt_u(b).choose(b, a)));
}

/** The error of the cells with a smaller bound; the number of pixels in the others, if they have an error. */
function emitBeside(state: CellsState, least: I32): { readonly errorBelow: F64; readonly numberAbove: I32 } {
  const { f, at, layout } = state;
  const limit = f.i32x4.splat(f.let(least));
  const [error, above] = [f.local("v128", f.integers(0)), f.local("v128", f.integers(0))];
  const cells = i32.load(at(layout.state), STATE.cells);
  f.for(0, f.let(cells.shr_u(2)), 1, (group) => {
    const { falses, trues } = emitFourNumbers(state, f.let(at(0).add(group.shl(5))));
    const number = f.i32x4.add(falses, trues);
    const place = f.let(at(layout.errors).add(group.shl(4)));
    const bound = f.v128.load(place);
    const isBelow = f.i32x4.lt_s(bound, limit);
    const all = f.f32x4.mul(bound, f.f32x4.convert_i32x4_s(number));
    f.set(error, f.f32x4.add(error, f.v128.and(all, isBelow)));
    const isSorted = f.v128.andnot(f.i32x4.gt_s(bound, f.integers(0)), isBelow);
    f.set(above, f.i32x4.add(above, f.v128.and(number, isSorted)));
  });
  return { errorBelow: f.let(floatSum(state, error)), numberAbove: f.let(laneSum(state, above)) };
}
