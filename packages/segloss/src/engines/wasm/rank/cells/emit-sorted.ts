import { zeroVector } from "../../encoder/vectors.ts";
import type { Scalar, Variable } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";
import { accumulate, emitFourNumbers, laneSum } from "./lanes.ts";
import { STATE } from "./layout.ts";

/**
 * Cells whose error bound is `least` or more get room for records. Their steps become what is needed to rank them:
 * numbers of false and true pixels above, marked by the sign bit; their counters become ends of records, of each part.
 * Four cells that are not sorted are passed over together.
 */
export function emitSorted(state: CellsState, least: Scalar): void {
  const { f, s, at, layout } = state;
  const cells = s.load(at(layout.state), STATE.cells);
  const above = [s.variable(s.int(0)), s.variable(s.int(0))];
  const sums = [zeroVector(f), zeroVector(f)];
  const end = s.variable(s.int(0));
  const sorted = s.variable(s.int(0));
  // Cells without an error are never sorted.
  const isBound = s.op("i32", "i32.ne", [least, s.int(0)]);
  const below = f.vector("i32x4.splat", [s.variable(s.sub(least, isBound)).local]);
  s.eachDown(s.shr(cells, 2), (group) => {
    const place = s.variable(s.shl(group, 5));
    const { falses, trues } = emitFourNumbers(state, s.variable(s.add(at(0), place)).local);
    const bounds = f.vector("v128.load", [s.variable(s.add(at(0), s.shl(group, 4))).local], layout.errors);
    const isSorted = f.vector("i32x4.gt_s", [bounds, below]);
    const bits = s.variable(s.op("i32", "i32x4.bitmask", [s.of(isSorted)]));
    s.when(bits, () => {
      for (const k of [0, 1]) above[k].set(laneSum(state, sums[k]));
      emitFour(state, place, bits, { above, end, sorted });
    });
    for (const [k, own] of [falses, trues].entries()) accumulate(f, "i32x4.add", sums[k], own);
  });
  s.store(at(layout.state), sorted, STATE.sorted);
}

/** How many records, and cells, there are; numbers of pixels above. */
interface SoFar {
  readonly above: readonly Variable[];
  readonly end: Variable;
  readonly sorted: Variable;
}

/** Sorted ones of four cells. Numbers of pixels are read before the counters become ends. */
function emitFour(state: CellsState, places: Scalar, bits: Scalar, { above, end, sorted }: SoFar): void {
  const { s, at, layout } = state;
  s.eachDown(s.int(4), (lane) => {
    const place = s.variable(s.add(places, s.shl(lane, 3)));
    const numbers = emitNumbers(state, place);
    s.when(s.and(s.shr(bits, lane), 1), () => {
      const steps = s.variable(s.add(at(layout.steps), place));
      for (const k of [0, 1]) s.store(steps, s.or(above[k], -2147483648), 4 * k);
      const row = s.variable(s.add(at(layout.counts), place));
      for (let p = 0; p < layout.parts; p++) {
        const own = s.add(s.load(row, p * layout.partBytes), s.load(row, p * layout.partBytes + 4));
        end.set(s.add(end, own));
        s.store(row, end, p * layout.partBytes);
      }
      s.store(row, s.add(numbers[0], numbers[1]), 4);
      s.store(s.add(at(layout.list), s.shl(sorted, 2)), place);
      sorted.set(s.add(sorted, 1));
    });
    for (const k of [0, 1]) above[k].set(s.add(above[k], numbers[k]));
  });
}

/** Numbers of false and true pixels in a cell, over all parts; `place` is 8 times the cell. */
function emitNumbers({ s, at, layout }: CellsState, place: Scalar): [Variable, Variable] {
  const row = s.variable(s.add(at(0), place));
  const sum = (offset: number): Variable => {
    const parts = Array.from({ length: layout.parts }, (_, p) =>
      s.load(row, layout.counts + p * layout.partBytes + offset),
    );
    return s.variable(parts.reduce((a, b) => s.add(a, b)));
  };
  return [sum(0), sum(4)];
}
