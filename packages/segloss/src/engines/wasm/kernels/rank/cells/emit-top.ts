import { f32, f64, i32 } from "../../../asm/value.ts";
import type { CellsState } from "./cell-state.ts";
import type { Sums } from "./emit-bounds.ts";
import { emitNumbers } from "./lanes.ts";
import { STATE } from "./layout.ts";

/**
 * Without any true pixel the false one with the largest error has the whole step: the highest cell is sorted, all others
 * get 0. Where it holds more pixels than can be sorted, they share the step.
 */
export function emitTop(state: CellsState, sums: Sums): void {
  const { f, at, layout } = state;
  const cells = i32.load(at(layout.state), STATE.cells);
  f.memory.fill(at(layout.steps), 0, cells.shl(3));
  f.memory.fill(at(layout.errors), 0, cells.shl(2));
  const place = f.let(cells.shl(3));
  const number = f.local("i32");
  f.repeat(() => {
    f.set(place, place.sub(8));
    f.set(number, emitNumbers(state, place)[0]);
    return number.eqz();
  });
  const share = f64.const(1).div(f64.convert_i32_u(number));
  f.f32.store(at(layout.steps).add(place), f32.demote_f64(share));
  // A cell of one pixel is exact; of others any bound will do.
  const isSeveral = f.let(i32.const(1).lt_u(number));
  f.store(at(layout.errors).add(place.shr_u(1)), isSeveral.shl(23));
  f.set(sums.error, f64.convert_i32_u(isSeveral));
}
