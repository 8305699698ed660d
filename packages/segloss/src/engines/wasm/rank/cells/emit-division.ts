import type { Scalar } from "../scalars.ts";
import { SCALE, TOLERANCE } from "./accuracy.ts";
import type { CellsState } from "./cell-state.ts";
import type { Sampled } from "./emit-costs.ts";
import { COARSE_CELLS, FINE_BITS } from "./layout.ts";

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
  { lowest, highest, isExact }: Sampled,
  number: Scalar,
  norm: Scalar,
): (coarse: Scalar) => Scalar {
  const { s, at, layout } = state;
  const perCell = s.variable(
    s.op("f64", "f64.max", [s.div(s.mul(number, s.real(2)), s.real(layout.cells)), s.real(1)]),
  );
  const budget = s.variable(s.mul(norm, s.real(AIM * TOLERANCE ** 2 * SCALE)));
  const cube = s.mul(perCell, s.mul(perCell, perCell));
  const limit = s.variable(s.choose(isExact, cube, s.div(budget, s.real(256))));
  const exponent = (bits: Scalar): Scalar => s.and(s.shr(bits, 23), 255);
  const bitsOf = (x: Scalar): Scalar =>
    s.op("i32", "i32.reinterpret_f32", [s.op("f32", "f32.demote_f64", [x])]);
  const subtracted = s.variable(s.int(0));
  const powerOf = (coarse: Scalar): Scalar => {
    const cost = s.variable(exponent(s.load(s.add(at(layout.map), s.shl(coarse, 3)))));
    const third = s.variable(s.div(s.sub(cost, subtracted), 3));
    const isAbove = s.op("i32", "i32.gt_s", [cost, subtracted]);
    return s.choose(isAbove, s.smaller(third, FINE_BITS), s.int(0));
  };
  const cells = s.variable(s.int(0));
  const error = s.variable(s.real(0));
  const count = (): void => {
    subtracted.set(s.sub(exponent(bitsOf(limit)), 1));
    cells.set(0);
    error.set(0);
    s.each(lowest, s.variable(s.add(highest, 1)), (coarse) => {
      const parts = s.variable(s.shl(s.int(1), powerOf(coarse)));
      cells.set(s.add(cells, parts));
      const cost = s.loadFloat(s.add(at(layout.map), s.shl(coarse, 3)));
      const divisor = s.variable(s.toReal(parts));
      error.set(s.add(error, s.div(cost, s.mul(divisor, divisor))));
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
  return powerOf;
}
