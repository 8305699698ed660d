import type { FunctionBuilder } from "../../../asm/function-builder.ts";
import { type I32, i32, type V128 } from "../../../asm/value.ts";
import type { CellsState } from "./cell-state.ts";
import { arithmetic, emitFourNumbers, loadPairs, storePairs } from "./lanes.ts";
import { STATE } from "./layout.ts";

/** Leaves the union and the intersection above each cell where its steps will be. */
export function emitAbove(state: CellsState, trues: I32): void {
  const { f, layout } = state;
  const mass = f.let(trues);
  const [union, intersection] = [0, 1].map(() => f.i32x4.splat(mass));
  emitEachFour(state, (row) => {
    const { falses, trues } = emitFourNumbers(state, row);
    const before = {
      union: f.i32x4.add(union, emitBehind(f, falses)),
      intersection: f.i32x4.sub(intersection, emitBehind(f, trues)),
    };
    storePairs(f, row, layout.steps, before.union, before.intersection);
    f.set(union, f.i32x4.add(union, emitTotal(f, falses)));
    f.set(intersection, f.i32x4.sub(intersection, emitTotal(f, trues)));
  });
}

/** What stands in the lanes behind each. */
function emitBehind(f: FunctionBuilder, x: V128): V128 {
  const zero = f.integers(0);
  const one = f.lanes(x, zero, [1, 2, 3, 4]);
  const two = f.i32x4.add(one, f.lanes(one, zero, [1, 2, 3, 4]));
  return f.i32x4.add(two, f.lanes(one, zero, [2, 3, 4, 5]));
}

/** The sum of all lanes, in each. */
function emitTotal(f: FunctionBuilder, x: V128): V128 {
  const pairs = f.i32x4.add(x, f.lanes(x, x, [2, 3, 0, 1]));
  return f.i32x4.add(pairs, f.lanes(pairs, pairs, [1, 0, 3, 2]));
}

/** Addresses of four cells, less the offset of the table, from the largest keys down. */
function emitEachFour({ f, at, layout }: CellsState, body: (row: I32) => void): void {
  const cells = i32.load(at(layout.state), STATE.cells);
  f.forDown(cells.shr_u(2), (group) => body(f.let(at(0).add(group.shl(5)))));
}

/**
 * Unions and intersections become steps. With intersection I and union U above a cell, b false and t true pixels in it
 * and U' = U + b: a true pixel gets 2/(U + U'), a false one (I - t U/(U + U'))/(U U'), both by one division, in double
 * precision, since their sum is the value.
 */
export function emitSteps(state: CellsState): void {
  const { f, layout } = state;
  emitEachFour(state, (row) => {
    const { falses, trues } = emitFourNumbers(state, row);
    const [union, intersection] = loadPairs(f, row, layout.steps);
    const [low, high] = [0, 2].map((lane) =>
      emitTwo(
        f,
        [union, intersection, falses, trues].map((x) => {
          const two = lane === 0 ? x : f.lanes(x, x, [2, 3, 2, 3]);
          return f.f64x2.convert_low_i32x4_s(two);
        }),
      ),
    );
    const [ofFalse, ofTrue] = [0, 1].map((k) => f.lanes(low[k], high[k], [0, 1, 4, 5]));
    storePairs(f, row, layout.steps, ofFalse, ofTrue);
  });
}

/** The upper half of 1 in double precision. */
const ONE = 0x3ff00000;

function emitTwo(f: FunctionBuilder, [u, i, b, t]: readonly V128[]): V128[] {
  const { add, sub, mul, div } = arithmetic(f.f64x2);
  const after = add(u, b);
  const twice = add(u, after);
  const both = mul(u, after);
  const inverse = div(f.integers(0, ONE, 0, ONE), mul(both, twice));
  const reciprocal = mul(inverse, both);
  const ofFalse = mul(sub(i, mul(mul(t, u), reciprocal)), mul(inverse, twice));
  return [ofFalse, add(reciprocal, reciprocal)].map((step) => f.f32x4.demote_f64x2_zero(step));
}
