import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { type F64, f32, f64, type I32, type I64, i32, i64 } from "../../../asm/value.ts";
import { emitJaccardStep } from "../emit-jaccard-step.ts";
import { type CellsSetting, type CellsState, cellsFunction } from "./cell-state.ts";
import { STATE } from "./layout.ts";

/** Tasks into which the sorted cells of a region are dealt. */
export const SETTLE_TASKS = 64;

/**
 * Ranks the pixels of the sorted cells exactly, ties by pixel, and puts their steps in their places.
 * Parameters after the usual ones: number of the task, number of tasks.
 */
export function emitSettle(of: CellsSetting): FunctionBuilder {
  const state = cellsFunction(of, { task: "i32", tasks: "i32" });
  const { f, at, layout } = state;
  const { task, tasks } = state.parameters;
  const cells = f.let(i32.load(at(layout.state), STATE.sorted));
  const border = (of: I32): I32 => f.let(cells.mul(of).div_u(tasks));
  f.for(border(task), border(task.add(1)), 1, (i) => {
    const place = f.let(i32.load(at(layout.list).add(i.shl(2))));
    const row = f.let(at(layout.counts).add(place));
    const first = f.let(at(layout.records).add(i32.load(row).shl(3)));
    const bytes = f.let(i32.load(row, 4).shl(3));
    emitShellSort(state, first, bytes);
    emitRanks(state, first, bytes, f.let(at(layout.steps).add(place)));
  });
  return state.f;
}

/**
 * Sorts records by all their 64 bits: by key, then pixel. Shell's sort with gaps 3h + 1 (Knuth 1973): cells hold a few
 * records, of which it makes an insertion sort; of many equal keys, which are in order already, one look each a gap.
 */
function emitShellSort({ f }: CellsState, first: I32, bytes: I32): void {
  const end = f.let(first.add(bytes));
  const gap = f.local("i32", 8);
  f.if(i32.const(24 * 8).lt_u(bytes), () =>
    f.repeat(() => {
      f.set(gap, gap.mul(3).add(8));
      return gap.mul(9).lt_u(bytes);
    }),
  );
  const read = (address: I32): I64 => i64.load(address);
  f.repeat(() => {
    const start = f.let(first.add(gap));
    f.for(start, end, 8, (record) => {
      const own = f.let(read(record));
      const to = f.let(record);
      const before = f.let(read(to.sub(gap)));
      const isAbove = (): I32 => before.gt_u(own);
      f.if(isAbove(), () => {
        f.repeat(() => {
          f.store(to, before);
          f.set(to, to.sub(gap));
          const more = f.let(to.ge_u(start));
          f.if(more, () => f.set(before, read(to.sub(gap))));
          return more.and(isAbove());
        });
        f.store(to, own);
      });
    });
    // Gaps are 8 times 1, 4, 13, 40, ...
    const smaller = f.let(gap.shr_u(3).div_u(3).shl(3));
    f.set(gap, smaller);
    return i32.const(0).lt_u(gap);
  });
}

/** Steps of sorted records; `steps` holds the numbers of false and true pixels above the cell. */
function emitRanks(state: CellsState, first: I32, bytes: I32, steps: I32): void {
  const { f, at, layout } = state;
  const mass = f.let(f64.convert_i32_u(i32.load(at(layout.state), STATE.trues)));
  const above = (offset: number): F64 => f64.convert_i32_u(i32.load(steps, offset).and(0x7fffffff));
  const jaccard = {
    union: f.let(mass.add(above(0))),
    intersection: f.let(mass.sub(above(4))),
  };
  const end = f.let(first.add(bytes));
  f.for(first, end, 8, (record) => {
    const payload = f.let(i32.load(record));
    const loss = f.let(f64.convert_i32_u(payload.and(1)));
    const gain = f.let(f64.const(1).sub(loss));
    const place = f.let(state.weights.add(payload.shr_u(1).shl(2)));
    f.f32.store(place, f32.demote_f64(emitJaccardStep(f, jaccard, loss, gain)));
  });
}
