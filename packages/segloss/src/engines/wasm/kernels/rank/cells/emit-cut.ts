import { type F64, f32, f64, type I32, i32, type Variable } from "../../../asm/value.ts";
import { binOf, clearBins, exponentOf } from "./bins.ts";
import type { CellsState } from "./cell-state.ts";
import { emitNumbers } from "./lanes.ts";
import { EXPONENTS, STATE } from "./layout.ts";

/**
 * Chooses the cells that are sorted, those with the largest error a pixel: returns the least such bound, a power of two,
 * as the bits of a float32. What is left of the error then is within the budget. If there is no room for so many records,
 * those with the largest errors are sorted as far as it goes.
 */
export function emitCut(state: CellsState, budget: F64): Variable<"i32"> {
  const { f, layout } = state;
  const number = emitBins(state);
  const exponent = f.local("i32", 0);
  const rest = f.let(budget);
  const next = (goesOn: (bin: { readonly sum: F64; readonly number: I32 }) => I32): void =>
    f.loop((leaveIf) => {
      const bin = binOf(state, exponent);
      leaveIf(exponent.eq(EXPONENTS - 1).or(goesOn(bin).eqz()));
      f.set(rest, rest.sub(bin.sum));
      f.set(number, number.sub(bin.number));
      f.advance(exponent, 1);
    });
  next((bin) => bin.sum.le(rest));
  next(() => i32.const(layout.capacity).lt_u(number));
  return f.let(exponent.shl(23));
}

/** Gathers errors of cells and their pixels by the exponent of the bound; returns how many pixels there are. */
function emitBins(state: CellsState): Variable<"i32"> {
  const { f, at, layout } = state;
  clearBins(state);
  const all = f.local("i32", 0);
  f.forDown(i32.load(at(layout.state), STATE.cells), (cell) => {
    const bits = f.let(i32.load(at(layout.errors).add(cell.shl(2))));
    f.if(bits, () => {
      const [falses, trues] = emitNumbers(state, cell.shl(3));
      const number = f.let(falses.add(trues));
      const bound = f64.promote_f32(f32.reinterpret_i32(bits));
      binOf(state, f.let(exponentOf(bits))).add(bound.mul(f64.convert_i32_u(number)), number);
      f.advance(all, number);
    });
  });
  return all;
}
