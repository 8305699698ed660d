import type { FunctionBuilder } from "../../encoder/function-builder.ts";
import { emitJaccardStep } from "../emit-jaccard-step.ts";
import type { Scalar } from "../scalars.ts";
import { type CellsSetting, type CellsState, cellsFunction } from "./cell-state.ts";
import { STATE } from "./layout.ts";

/** Tasks into which the sorted cells of a region are dealt. */
export const SETTLE_TASKS = 64;

/**
 * Ranks the pixels of the sorted cells exactly, ties by pixel, and puts their steps in their places.
 * Parameters after the usual ones: number of the task, number of tasks.
 */
export function emitSettle(of: CellsSetting): FunctionBuilder {
  const state = cellsFunction(of, ["i32", "i32"]);
  const { s, at, layout } = state;
  const cells = s.variable(s.load(at(layout.state), STATE.sorted));
  const border = (task: Scalar): Scalar => s.variable(s.div(s.mul(cells, task), state.parameter(1)));
  s.each(border(state.parameter(0)), border(s.add(state.parameter(0), 1)), (i) => {
    const place = s.variable(s.load(s.add(at(layout.list), s.shl(i, 2))));
    const row = s.variable(s.add(at(layout.counts), place));
    const first = s.variable(s.add(at(layout.records), s.shl(s.load(row), 3)));
    const bytes = s.variable(s.shl(s.load(row, 4), 3));
    emitShellSort(state, first, bytes);
    emitRanks(state, first, bytes, s.variable(s.add(at(layout.steps), place)));
  });
  return state.f;
}

/**
 * Sorts records by all their 64 bits: by key, then pixel. Shell's sort with gaps 3h + 1 (Knuth 1973): cells hold a few
 * records, of which it makes an insertion sort; of many equal keys, which are in order already, one look each a gap.
 */
function emitShellSort({ s }: CellsState, first: Scalar, bytes: Scalar): void {
  const end = s.variable(s.add(first, bytes));
  const gap = s.variable(s.int(8));
  s.when(s.less(s.int(24 * 8), bytes), () =>
    s.repeat(() => {
      gap.set(s.add(s.mul(gap, 3), 8));
      return s.less(s.mul(gap, 9), bytes);
    }),
  );
  const read = (address: Scalar): Scalar => s.op("i64", "i64.load", [address], 0);
  s.repeat(() => {
    const start = s.variable(s.add(first, gap));
    s.each(
      start,
      end,
      (record) => {
        const own = s.variable(read(record));
        const to = s.variable(record);
        const before = s.variable(read(s.sub(to, gap)));
        const isAbove = (): Scalar => s.op("i32", "i64.gt_u", [before, own]);
        s.when(isAbove(), () => {
          s.repeat(() => {
            s.store(to, before);
            to.set(s.sub(to, gap));
            const more = s.variable(s.op("i32", "i32.ge_u", [to, start]));
            s.when(more, () => before.set(read(s.sub(to, gap))));
            return s.and(more, isAbove());
          });
          s.store(to, own);
        });
      },
      8,
    );
    // Gaps are 8 times 1, 4, 13, 40, ...
    const smaller = s.variable(s.shl(s.div(s.shr(gap, 3), 3), 3));
    gap.set(smaller);
    return s.less(s.int(0), gap);
  });
}

/** Steps of sorted records; `steps` holds the numbers of false and true pixels above the cell. */
function emitRanks(state: CellsState, first: Scalar, bytes: Scalar, steps: Scalar): void {
  const { s, at, layout } = state;
  const mass = s.variable(s.toReal(s.load(at(layout.state), STATE.trues)));
  const above = (offset: number): Scalar => s.toReal(s.and(s.load(steps, offset), 0x7fffffff));
  const jaccard = {
    union: s.variable(s.add(mass, above(0))),
    intersection: s.variable(s.sub(mass, above(4))),
  };
  const end = s.variable(s.add(first, bytes));
  s.each(
    first,
    end,
    (record) => {
      const payload = s.variable(s.load(record));
      const loss = s.variable(s.toReal(s.and(payload, 1)));
      const gain = s.variable(s.sub(s.real(1), loss));
      const place = s.variable(s.add(s.of(state.weights), s.shl(s.shr(payload, 1), 2)));
      s.storeFloat(place, emitJaccardStep(s, jaccard, loss, gain));
    },
    8,
  );
}
