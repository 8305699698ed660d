import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { f64, i32 } from "../../../asm/value.ts";
import { SCALE, TOLERANCE, VALUE_TOLERANCE } from "./accuracy.ts";
import { type CellsSetting, type CellsState, cellsFunction } from "./cell-state.ts";
import { emitBounds, type Sums } from "./emit-bounds.ts";
import { emitCut } from "./emit-cut.ts";
import { emitSorted } from "./emit-sorted.ts";
import { emitAbove, emitSteps } from "./emit-steps.ts";
import { emitTop } from "./emit-top.ts";
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
  const state = cellsFunction(of, {});
  const { f, at, layout } = state;
  const totals = ["kept", "trues"].map((_, k) => {
    const parts = Array.from({ length: layout.parts }, (__, p) =>
      i32.load(at(layout.state), STATE.parts + 8 * p + 4 * k),
    );
    return f.let(parts.reduce((a, b) => a.add(b)));
  });
  const [kept, trues] = totals;
  f.store(at(layout.state), kept, STATE.kept);
  f.store(at(layout.state), trues, STATE.trues);
  f.i32.store(at(layout.state), 0, STATE.sorted);
  f.if(kept, () => {
    const exchange = f.let(f64.load(at(layout.state), STATE.exchange));
    const [error, norm, value] = [0, 0, 0].map(() => f.local("f64", 0));
    const sums: Sums = { error, norm, value };
    f.if(
      trues,
      () => {
        emitAbove(state, trues);
        emitPadding(state);
        emitBounds(state, exchange, sums);
        emitSteps(state);
      },
      () => emitTop(state, sums),
    );
    const isExact = i32.load(at(layout.state), STATE.isExact);
    const ofValue = value.mul(VALUE_TOLERANCE).mul(exchange).mul(SCALE);
    const least = norm.mul(TOLERANCE ** 2).min(ofValue);
    const budget = f.let(isExact.choose(f64.const(0), least.mul(1 - ROUNDING)));
    f.if(budget.lt(error), () => emitSorted(state, emitCut(state, budget)));
  });
  return state.f;
}

/** No errors for the cells before the first one and after the last one, of which there are four at most. */
function emitPadding({ f, at, layout }: CellsState): void {
  const cells = i32.load(at(layout.state), STATE.cells);
  for (const first of [i32.const(0), cells.shl(2).sub(16)])
    f.store(f.let(at(0).add(first)), f.integers(0), layout.errors);
}
