import { type F64, f32, f64, type I32, i32, type Variable } from "../../../asm/value.ts";
import { loadFloat, smaller } from "../expressions.ts";
import { SCALE, TOLERANCE } from "./accuracy.ts";
import type { CellsState } from "./cell-state.ts";
import type { Sampled } from "./emit-costs.ts";
import { BIN_BYTES, COARSE_CELLS, EXPONENTS, FINE_BITS } from "./layout.ts";

/** The share of the squared error that the layout aims at: samples err, and cells to sort cost more than others. */
const AIM = 0.25;
/** Least cost that is worth dividing. */
const LEAST = 1e-30;

/**
 * Turns costs into powers of 2 into which coarse cells are divided, so that A/k^3 is near L everywhere. L is halved until
 * the error is to be expected within the budget, or the cells are too many.
 */
export function emitDivision(
  state: CellsState,
  sampled: Sampled,
  number: F64,
  norm: F64,
): (coarse: I32) => I32 {
  const { f, at, layout } = state;
  const { isExact } = sampled;
  const perCell = f.let(number.mul(2).div(layout.cells).max(1));
  const budget = f.let(norm.mul(AIM * TOLERANCE ** 2 * SCALE));
  const cube = perCell.mul(perCell.mul(perCell));
  const limit = f.let(isExact.choose(cube, budget.div(256)));
  const bins = emitBins(state, sampled);
  const subtracted = f.local("i32", 0);
  const powerOf = (cost: I32): I32 => {
    const third = f.let(cost.sub(subtracted).div_u(3));
    const isAbove = cost.gt_s(subtracted);
    return isAbove.choose(smaller(third, FINE_BITS), 0);
  };
  const cells = f.local("i32", 0);
  const error = f.local("f64", 0);
  const bits = i32.reinterpret_f32(f32.demote_f64(limit));
  const count = (): void => {
    f.set(subtracted, exponentOf(bits).sub(1));
    f.set(cells, 0);
    f.set(error, 0);
    f.for(bins.from, bins.to, 1, (exponent) => {
      const parts = f.let(i32.const(1).shl(powerOf(exponent)));
      const { costs, numbers } = binOf(state, exponent);
      f.set(cells, cells.add(i32.load(numbers, 8 * EXPONENTS).mul(parts)));
      const divisor = f.let(f64.convert_i32_u(parts));
      f.set(error, error.add(f64.load(costs).div(divisor.mul(divisor))));
    });
  };
  const room = layout.cells - COARSE_CELLS - 8;
  const scaleWhile = (again: () => I32, factor: number): void =>
    f.repeat(() => {
      const more = f.let(again());
      f.if(more, () => {
        f.set(limit, limit.mul(factor));
        count();
      });
      return more;
    });
  f.set(limit, limit.max(LEAST));
  count();
  const isTooCoarse = (): I32 => budget.lt(error).and(cells.lt_u(0.75 * room));
  f.if(isExact.eqz(), () => scaleWhile(() => f64.const(LEAST).lt(limit).and(isTooCoarse()), 0.5));
  scaleWhile(() => i32.const(room).lt_u(cells), 2);
  return (coarse) => powerOf(f.let(exponentOf(i32.load(at(layout.map).add(coarse.shl(3))))));
}

function exponentOf(bits: I32): I32 {
  return bits.shr_u(23).and(255);
}

/** Addresses of the sum of costs with an exponent, and of their number less its offset. */
function binOf({ f, at, layout }: CellsState, exponent: I32): Record<"costs" | "numbers", Variable<"i32">> {
  const bins = at(layout.bins);
  return {
    costs: f.let(bins.add(exponent.shl(3))),
    numbers: f.let(bins.add(exponent.shl(2))),
  };
}

/** Gathers costs by their exponents, on which alone depends how a cell is divided; returns which there are. */
function emitBins(state: CellsState, { lowest, highest }: Sampled): Record<"from" | "to", Variable<"i32">> {
  const { f, at, layout } = state;
  f.memory.fill(at(layout.bins), 0, BIN_BYTES);
  const from = f.local("i32", EXPONENTS);
  const to = f.local("i32", 0);
  f.for(lowest, f.let(highest.add(1)), 1, (coarse) => {
    const place = f.let(at(layout.map).add(coarse.shl(3)));
    const exponent = f.let(exponentOf(i32.load(place)));
    const { costs, numbers } = binOf(state, exponent);
    f.store(costs, f64.load(costs).add(loadFloat(place)));
    f.store(numbers, i32.load(numbers, 8 * EXPONENTS).add(1), 8 * EXPONENTS);
    f.set(from, smaller(from, exponent));
    f.set(to, to.lt_u(exponent).choose(exponent, to));
  });
  f.set(to, to.add(1));
  return { from, to };
}
