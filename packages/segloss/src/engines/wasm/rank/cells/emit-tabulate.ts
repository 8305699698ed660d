import type { FunctionBuilder } from "../../encoder/function-builder.ts";
import { SCALE, TOLERANCE, VALUE_TOLERANCE } from "./accuracy.ts";
import { type CellsSetting, type CellsState, cellsFunction } from "./cell-state.ts";
import { emitBounds, type Sums } from "./emit-bounds.ts";
import { emitCut } from "./emit-cut.ts";
import { emitSorted } from "./emit-sorted.ts";
import { emitAbove, emitSteps } from "./emit-steps.ts";
import { emitTop } from "./emit-top.ts";
import { storeVector } from "./lanes.ts";
import { STATE } from "./layout.ts";

/** What sums of bounds in single precision may be off by, relatively. */
const ROUNDING = 1e-3;

/**
 * The step of the Jaccard loss for false and true pixels of each cell, from the numbers of pixels in it and above; and
 * which cells are too coarse and have to be sorted.
 *
 * Pixels of a cell share their steps: with intersection I and union U above it, t true and b false pixels in it, a true
 * one gets 1/(U + b/2), the middle of the range 1/U to 1/(U + b) in which its step is, and a false one what is left
 * of the cell's part of the loss, so that the value of tied errors is exact.
 */
export function emitTabulate(of: CellsSetting): FunctionBuilder {
  const state = cellsFunction(of, []);
  const { s, at, layout } = state;
  const totals = ["kept", "trues"].map((_, k) => {
    const parts = Array.from({ length: layout.parts }, (__, p) =>
      s.load(at(layout.state), STATE.parts + 8 * p + 4 * k),
    );
    return s.variable(parts.reduce((a, b) => s.add(a, b)));
  });
  const [kept, trues] = totals;
  s.store(at(layout.state), kept, STATE.kept);
  s.store(at(layout.state), trues, STATE.trues);
  s.store(at(layout.state), s.int(0), STATE.sorted);
  s.when(kept, () => {
    const exchange = s.variable(s.loadReal(at(layout.state), STATE.exchange));
    const [error, norm, value] = [0, 0, 0].map(() => s.variable(s.real(0)));
    const sums: Sums = { error, norm, value };
    s.when(
      trues,
      () => {
        emitAbove(state, trues);
        emitPadding(state);
        emitBounds(state, exchange, sums);
        emitSteps(state);
      },
      () => emitTop(state, sums),
    );
    const isExact = s.load(at(layout.state), STATE.isExact);
    const ofValue = s.mul(s.mul(s.mul(value, VALUE_TOLERANCE), exchange), s.real(SCALE));
    const least = s.op("f64", "f64.min", [s.mul(norm, TOLERANCE ** 2), ofValue]);
    const budget = s.variable(s.choose(isExact, s.real(0), s.mul(least, 1 - ROUNDING)));
    s.when(s.less(budget, error), () => emitSorted(state, emitCut(state, budget)));
  });
  return state.f;
}

/** No errors for the cells before the first one and after the last one, of which there are four at most. */
function emitPadding({ f, s, at, layout }: CellsState): void {
  const cells = s.load(at(layout.state), STATE.cells);
  for (const first of [s.int(0), s.sub(s.shl(cells, 2), 16)])
    storeVector(f, s.variable(s.add(at(0), first)).local, f.integers(0), layout.errors);
}
