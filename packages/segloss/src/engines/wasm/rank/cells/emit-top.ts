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
  const { f, s, at, layout } = state;
  for (const [offset, bytes] of [
    [layout.steps, 8],
    [layout.errors, 4],
  ]) {
    for (const x of [at(offset), s.int(0), s.mul(s.load(at(layout.state), STATE.cells), bytes)]) x.push();
    f.emit("memory.fill");
  }
  const cell = s.variable(s.load(at(layout.state), STATE.cells));
  s.repeat(() => {
    cell.set(s.sub(cell, 1));
    return s.op("i32", "i32.eqz", [emitIsUsed(state, s.variable(s.add(at(0), s.shl(cell, 3))))]);
  });
  const place = s.variable(s.shl(cell, 3));
  const coarse = s.variable(s.int(COARSE_CELLS));
  s.repeat(() => {
    coarse.set(s.sub(coarse, 1));
    return s.op("i32", "i32.gt_s", [s.variable(placeOf(state, coarse)), place]);
  });
  const row = s.variable(s.shl(coarse, 3));
  const shift = s.load(s.add(at(layout.map), row));
  const part = s.variable(s.shr(s.sub(place, s.variable(placeOf(state, coarse))), 3));
  const address = s.variable(s.add(at(0), place));
  const { falses } = emitFourNumbers(state, address.local);
  const number = s.variable(s.op("i32", "i32x4.extract_lane", [s.of(falses)], 0));
  const share = s.variable(s.div(s.real(1), s.toReal(number)));
  const { steepest, flattest } = slopeBounds(state, row, part, s.variable(shift));
  const squareOf = (slopes: number) => {
    const slope = s.variable(
      s.op("f64", "f64.promote_f32", [s.op("f32", "f32x4.extract_lane", [s.of(slopes)], 0)]),
    );
    return s.mul(slope, slope);
  };
  // A cell of one pixel is exact.
  sums.error.set(s.mul(squareOf(steepest), s.toReal(s.less(s.int(1), number))));
  sums.norm.set(s.mul(squareOf(flattest), share));
  sums.value.set(s.sub(fromTable(state, row, "error"), s.mul(fromTable(state, row, "width"), 0.5)));
  s.storeFloat(address, share, layout.steps);
  s.storeFloat(s.add(at(0), s.shr(place, 1)), s.mul(sums.error, share), layout.errors);
}
