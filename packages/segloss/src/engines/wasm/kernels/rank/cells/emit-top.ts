import { type F64, f32, f64, i32, type V128 } from "../../../asm/value.ts";
import type { CellsState } from "./cell-state.ts";
import { emitIsUsed, placeOf, type Sums } from "./emit-bounds.ts";
import { emitFourNumbers } from "./lanes.ts";
import { COARSE_CELLS, STATE } from "./layout.ts";
import { fromTable, slopeBounds } from "./slopes.ts";

/**
 * Without any true pixel the false one with the largest error has the whole step: pixels of the highest cell share it,
 * all others get 0. How good that is depends on who it is.
 */
export function emitTop(state: CellsState, sums: Sums): void {
  const { f, at, layout } = state;
  for (const [offset, bytes] of [
    [layout.steps, 8],
    [layout.errors, 4],
  ]) {
    f.memory.fill(at(offset), 0, i32.load(at(layout.state), STATE.cells).mul(bytes));
  }
  const cell = f.let(i32.load(at(layout.state), STATE.cells));
  f.repeat(() => {
    f.set(cell, cell.sub(1));
    return emitIsUsed(state, f.let(at(0).add(cell.shl(3)))).eqz();
  });
  const place = f.let(cell.shl(3));
  const coarse = f.local("i32", COARSE_CELLS);
  f.repeat(() => {
    f.set(coarse, coarse.sub(1));
    return f.let(placeOf(state, coarse)).gt_s(place);
  });
  const row = f.let(coarse.shl(3));
  const shift = i32.load(at(layout.map).add(row));
  const part = f.let(place.sub(f.let(placeOf(state, coarse))).shr_u(3));
  const address = f.let(at(0).add(place));
  const { falses } = emitFourNumbers(state, address);
  const number = f.let(f.i32x4.extract_lane(falses, 0));
  const share = f.let(f64.const(1).div(f64.convert_i32_u(number)));
  const { steepest, flattest } = slopeBounds(state, row, part, f.let(shift));
  const squareOf = (slopes: V128): F64 => {
    const slope = f.let(f64.promote_f32(f.f32x4.extract_lane(slopes, 0)));
    return slope.mul(slope);
  };
  // A cell of one pixel is exact.
  f.set(sums.error, squareOf(steepest).mul(f64.convert_i32_u(i32.const(1).lt_u(number))));
  f.set(sums.norm, squareOf(flattest).mul(share));
  f.set(sums.value, fromTable(state, row, "error").sub(fromTable(state, row, "width").mul(0.5)));
  f.f32.store(address, f32.demote_f64(share), layout.steps);
  f.f32.store(at(0).add(place.shr_u(1)), f32.demote_f64(sums.error.mul(share)), layout.errors);
}
