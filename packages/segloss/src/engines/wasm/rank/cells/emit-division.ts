import type { Scalar, Variable } from "../scalars.ts";
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
  number: Scalar,
  norm: Scalar,
): (coarse: Scalar) => Scalar {
  const { s, at, layout } = state;
  const { isExact } = sampled;
  const perCell = s.variable(
    s.op("f64", "f64.max", [s.div(s.mul(number, s.real(2)), s.real(layout.cells)), s.real(1)]),
  );
  const budget = s.variable(s.mul(norm, s.real(AIM * TOLERANCE ** 2 * SCALE)));
  const cube = s.mul(perCell, s.mul(perCell, perCell));
  const limit = s.variable(s.choose(isExact, cube, s.div(budget, s.real(256))));
  const bins = emitBins(state, sampled);
  const subtracted = s.variable(s.int(0));
  const powerOf = (cost: Scalar): Scalar => {
    const third = s.variable(s.div(s.sub(cost, subtracted), 3));
    const isAbove = s.op("i32", "i32.gt_s", [cost, subtracted]);
    return s.choose(isAbove, s.smaller(third, FINE_BITS), s.int(0));
  };
  const cells = s.variable(s.int(0));
  const error = s.variable(s.real(0));
  const bits = s.op("i32", "i32.reinterpret_f32", [s.op("f32", "f32.demote_f64", [limit])]);
  const count = (): void => {
    subtracted.set(s.sub(exponentOf(state, bits), 1));
    cells.set(0);
    error.set(0);
    s.each(bins.from, bins.to, (exponent) => {
      const parts = s.variable(s.shl(s.int(1), powerOf(exponent)));
      const { costs, numbers } = binOf(state, exponent);
      cells.set(s.add(cells, s.mul(s.load(numbers, 8 * EXPONENTS), parts)));
      const divisor = s.variable(s.toReal(parts));
      error.set(s.add(error, s.div(s.loadReal(costs), s.mul(divisor, divisor))));
    });
  };
  const room = layout.cells - COARSE_CELLS - 8;
  const scaleWhile = (again: () => Scalar, factor: number): void =>
    s.repeat(() => {
      const more = s.variable(again());
      s.when(more, () => {
        limit.set(s.mul(limit, factor));
        count();
      });
      return more;
    });
  limit.set(s.op("f64", "f64.max", [limit, s.real(LEAST)]));
  count();
  const isTooCoarse = (): Scalar => s.and(s.less(budget, error), s.less(cells, 0.75 * room));
  s.when(s.op("i32", "i32.eqz", [isExact]), () =>
    scaleWhile(() => s.and(s.less(s.real(LEAST), limit), isTooCoarse()), 0.5),
  );
  scaleWhile(() => s.less(s.int(room), cells), 2);
  return (coarse) => powerOf(s.variable(exponentOf(state, s.load(s.add(at(layout.map), s.shl(coarse, 3))))));
}

function exponentOf({ s }: CellsState, bits: Scalar): Scalar {
  return s.and(s.shr(bits, 23), 255);
}

/** Addresses of the sum of costs with an exponent, and of their number less its offset. */
function binOf({ s, at, layout }: CellsState, exponent: Scalar): Record<"costs" | "numbers", Variable> {
  const bins = at(layout.bins);
  return {
    costs: s.variable(s.add(bins, s.shl(exponent, 3))),
    numbers: s.variable(s.add(bins, s.shl(exponent, 2))),
  };
}

/** Gathers costs by their exponents, on which alone depends how a cell is divided; returns which there are. */
function emitBins(state: CellsState, { lowest, highest }: Sampled): Record<"from" | "to", Variable> {
  const { s, at, layout } = state;
  for (const x of [at(layout.bins), s.int(0), s.int(BIN_BYTES)]) x.push();
  s.f.emit("memory.fill");
  const from = s.variable(s.int(EXPONENTS));
  const to = s.variable(s.int(0));
  s.each(lowest, s.variable(s.add(highest, 1)), (coarse) => {
    const place = s.variable(s.add(at(layout.map), s.shl(coarse, 3)));
    const exponent = s.variable(exponentOf(state, s.load(place)));
    const { costs, numbers } = binOf(state, exponent);
    s.store(costs, s.add(s.loadReal(costs), s.loadFloat(place)));
    s.store(numbers, s.add(s.load(numbers, 8 * EXPONENTS), 1), 8 * EXPONENTS);
    from.set(s.smaller(from, exponent));
    to.set(s.choose(s.less(to, exponent), exponent, to));
  });
  to.set(s.add(to, 1));
  return { from, to };
}
