import { type F64, f32, f64, type I32, i32, type Variable } from "../../../asm/value.ts";
import { loadFloat } from "../expressions.ts";
import { SCALE, TOLERANCE, VALUE_TOLERANCE } from "./accuracy.ts";
import type { CellsState } from "./cell-state.ts";
import { STATE } from "./layout.ts";
import { fromTable } from "./slopes.ts";

/** What the sample has shown; the coarse cells with sampled pixels are `lowest` to `highest`. */
export interface Sampled {
  readonly counts: I32;
  readonly trues: Variable<"i32">;
  readonly lowest: Variable<"i32">;
  readonly highest: Variable<"i32">;
  /** Pixels for which a sampled one stands. */
  readonly scale: number;
  readonly isExact: I32;
}

/** What the sample says of a coarse cell. */
interface CoarseCell {
  readonly row: I32;
  readonly falses: F64;
  readonly truths: F64;
  /** Both as they are to be expected from its group. */
  readonly smooth: readonly F64[];
  readonly union: F64;
  readonly intersection: F64;
  /** Union and intersection with the cell's pixels, and 1/(U U'). */
  readonly above: F64;
  readonly left: F64;
  readonly inverse: F64;
}

/** Coarse cells of a quarter of an octave. */
const GROUP = 8;

/** Walks over the coarse cells from the largest key down; those of groups without a sampled pixel cost nothing. */
function emitEachCoarse(state: CellsState, sampled: Sampled, body: (cell: CoarseCell) => void): void {
  const { f, at, layout } = state;
  const { counts, scale, trues, lowest, highest } = sampled;
  const scaled = f64.convert_i32_u(trues).mul(scale);
  const mass = f.let(scaled.max(scale / 2));
  const union = f.let(mass);
  const intersection = f.let(mass);
  const first = f.let(lowest.div_u(GROUP));
  f.forDown(highest.div_u(GROUP).add(1).sub(first), (index) => {
    const rows = f.let(first.add(index).mul(8 * GROUP));
    const [groupFalses, groupTruths] = emitGroup(state, f.let(counts.add(rows)));
    f.if(
      groupFalses.or(groupTruths),
      () => {
        const smooth = [groupFalses, groupTruths].map((n) => smoothed(state, n, scale));
        f.forDown(GROUP, (k) => {
          const row = f.let(rows.add(k.shl(3)));
          const place = f.let(counts.add(row));
          const falses = f.let(f64.convert_i32_u(i32.load(place)).mul(scale));
          const truths = f.let(f64.convert_i32_u(i32.load(place, 4)).mul(scale));
          const above = f.let(union.add(falses));
          const left = f.let(intersection.sub(truths).max(0));
          const inverse = f.let(f64.const(1).div(union.mul(above)));
          body({ row, falses, truths, smooth, union, intersection, above, left, inverse });
          f.set(union, above);
          f.set(intersection, left);
        });
      },
      () => {
        const place = f.let(at(layout.map).add(rows));
        for (let k = 0; k < GROUP / 2; k++) f.store(place, f.integers(0), 16 * k);
      },
    );
  });
}

/** Sampled false and true pixels of a group. */
function emitGroup({ f }: CellsState, place: Variable<"i32">): [Variable<"i32">, Variable<"i32">] {
  const sum = Array.from({ length: GROUP / 2 }, (_, k) => f.v128.load(place, 16 * k)).reduce((a, b) =>
    f.i32x4.add(a, b),
  );
  const of = (k: number): Variable<"i32"> => {
    const [a, b] = [k, k + 2].map((lane) => f.i32x4.extract_lane(sum, lane));
    return f.let(a.add(b));
  };
  return [of(0), of(1)];
}

/** Pixels of a coarse cell as the mean of its group, and a little more. */
function smoothed({ f }: CellsState, sampled: I32, scale: number): F64 {
  return f.let(
    f64
      .convert_i32_u(sampled)
      .add(0.5)
      .mul(scale / GROUP),
  );
}

/**
 * Leaves the cost A of each coarse cell in the map, as float32: what there is to divide, as in `emit-tabulate.ts`. Of
 * what the sample shows, half is spread over the cells nearby. Returns the squared norm of the gradient; leaves what an
 * error of the value weighs in the state.
 */
export function emitCosts(state: CellsState, sampled: Sampled): F64 {
  const { f, at, layout } = state;
  const norm = f.local("f64", 0);
  const value = f.local("f64", 0);
  emitEachCoarse(state, sampled, (cell) => {
    emitSizes(state, cell, norm, value);
    const { ofGradient, ofValue } = emitErrors(state, sampled, cell);
    const place = f.let(at(layout.map).add(cell.row));
    f.f32.store(place, f32.demote_f64(ofGradient.mul(SCALE)));
    f.f32.store(place, f32.demote_f64(ofValue.mul(SCALE)), 4);
  });
  const least = value.mul(VALUE_TOLERANCE).max(1e-300);
  const exchange = f.let(norm.mul(TOLERANCE ** 2).div(least));
  f.store(at(layout.state), exchange, STATE.exchange);
  f.for(sampled.lowest, f.let(sampled.highest.add(1)), 1, (coarse) => {
    const place = f.let(at(layout.map).add(coarse.shl(3)));
    f.f32.store(place, f32.demote_f64(loadFloat(place).add(loadFloat(place, 4).mul(exchange))));
  });
  return norm;
}

/** Adds to the squared norm of the gradient and to the value. */
function emitSizes(
  state: CellsState,
  { row, falses, truths, above, left, inverse }: CoarseCell,
  norm: Variable<"f64">,
  value: Variable<"f64">,
): void {
  const { f } = state;
  const stepTrue = f.let(f64.const(1).div(above));
  const stepFalse = f.let(left.mul(inverse));
  const ofTruths = f.let(truths.mul(stepTrue));
  const ofFalses = f.let(falses.mul(stepFalse));
  const squares = ofTruths.mul(stepTrue).add(ofFalses.mul(stepFalse));
  f.set(norm, norm.add(squares.mul(fromTable(state, row, "middle"))));
  f.set(value, value.add(ofTruths.add(ofFalses).mul(fromTable(state, row, "error"))));
}

/** Errors of the gradient and of the value; of a region that is sorted whole, what makes cells equally full. */
function emitErrors(
  state: CellsState,
  sampled: Sampled,
  { row, falses, truths, smooth, union, intersection, inverse }: CoarseCell,
): { ofGradient: F64; ofValue: F64 } {
  const { f } = state;
  const [moreFalses, moreTruths] = [falses, truths].map((own, k) => f.let(own.add(smooth[k]).mul(0.5)));
  const square = (x: F64): F64 => x.mul(x);
  const rangeTrue = f.let(moreFalses.mul(inverse));
  // I/U^2 falls by t/U^2 and 2 I b/U^3.
  const fall = moreTruths.add(intersection.mul(moreFalses.mul(2)).div(union));
  const rangeFalse = f.let(inverse.mul(fall));
  const ofTruths = moreTruths.mul(square(rangeTrue)).mul(0.25);
  const both = square(rangeFalse).add(square(f.let(moreTruths.mul(inverse))));
  const squares = ofTruths.add(moreFalses.mul(both).mul(0.25));
  const ranges = moreTruths.mul(rangeTrue).add(moreFalses.mul(rangeFalse));
  const all = f.let(moreTruths.add(moreFalses));
  const cube = all.mul(all.mul(all));
  const { isExact } = sampled;
  const ofGradient = squares.mul(fromTable(state, row, "middle"));
  const ofValue = ranges.mul(fromTable(state, row, "width").mul(0.5));
  return {
    ofGradient: isExact.choose(cube.mul(1 / SCALE), ofGradient),
    ofValue: isExact.choose(f64.const(0), ofValue),
  };
}
