import { type I32, i32, type Variable } from "../../../asm/value.ts";
import type { CellsState } from "./cell-state.ts";
import { emitFourNumbers, laneSum } from "./lanes.ts";
import { STATE } from "./layout.ts";

/**
 * Cells whose error bound is `least` or more get room for records. Their steps become what is needed to rank them:
 * numbers of false and true pixels above, marked by the sign bit; their counters become ends of records, of each part.
 * Four cells that are not sorted are passed over together.
 */
export function emitSorted(state: CellsState, least: I32): void {
  const { f, at, layout } = state;
  const cells = i32.load(at(layout.state), STATE.cells);
  const above = [f.local("i32", 0), f.local("i32", 0)];
  const sums = [f.local("v128", f.integers(0)), f.local("v128", f.integers(0))];
  const end = f.local("i32", 0);
  const sorted = f.local("i32", 0);
  // Cells without an error are never sorted.
  const isBound = least.ne(0);
  const below = f.i32x4.splat(f.let(least.sub(isBound)));
  f.forDown(cells.shr_u(2), (group) => {
    const place = f.let(group.shl(5));
    const { falses, trues } = emitFourNumbers(state, f.let(at(0).add(place)));
    const bounds = f.v128.load(f.let(at(0).add(group.shl(4))), layout.errors);
    const isSorted = f.i32x4.gt_s(bounds, below);
    const bits = f.let(f.i32x4.bitmask(isSorted));
    f.if(bits, () => {
      for (const k of [0, 1]) f.set(above[k], laneSum(state, sums[k]));
      emitFour(state, place, bits, { above, end, sorted });
    });
    for (const [k, own] of [falses, trues].entries()) f.set(sums[k], f.i32x4.add(sums[k], own));
  });
  f.store(at(layout.state), sorted, STATE.sorted);
}

/** How many records, and cells, there are; numbers of pixels above. */
interface SoFar {
  readonly above: readonly Variable<"i32">[];
  readonly end: Variable<"i32">;
  readonly sorted: Variable<"i32">;
}

/** Sorted ones of four cells. Numbers of pixels are read before the counters become ends. */
function emitFour(state: CellsState, places: I32, bits: I32, { above, end, sorted }: SoFar): void {
  const { f, at, layout } = state;
  f.forDown(4, (lane) => {
    const place = f.let(places.add(lane.shl(3)));
    const numbers = emitNumbers(state, place);
    f.if(bits.shr_u(lane).and(1), () => {
      const steps = f.let(at(layout.steps).add(place));
      for (const k of [0, 1]) f.store(steps, above[k].or(-2147483648), 4 * k);
      const row = f.let(at(layout.counts).add(place));
      for (let p = 0; p < layout.parts; p++) {
        const own = i32.load(row, p * layout.partBytes).add(i32.load(row, p * layout.partBytes + 4));
        f.set(end, end.add(own));
        f.store(row, end, p * layout.partBytes);
      }
      f.store(row, numbers[0].add(numbers[1]), 4);
      f.store(at(layout.list).add(sorted.shl(2)), place);
      f.set(sorted, sorted.add(1));
    });
    for (const k of [0, 1]) f.set(above[k], above[k].add(numbers[k]));
  });
}

/** Numbers of false and true pixels in a cell, over all parts; `place` is 8 times the cell. */
function emitNumbers({ f, at, layout }: CellsState, place: I32): [Variable<"i32">, Variable<"i32">] {
  const row = f.let(at(0).add(place));
  const sum = (offset: number): Variable<"i32"> => {
    const parts = Array.from({ length: layout.parts }, (_, p) =>
      i32.load(row, layout.counts + p * layout.partBytes + offset),
    );
    return f.let(parts.reduce((a, b) => a.add(b)));
  };
  return [sum(0), sum(4)];
}
