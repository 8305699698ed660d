import type { FunctionBuilder, Local } from "../../encoder/function-builder.ts";
import { lanes } from "../../encoder/vectors.ts";
import type { Scalar } from "../scalars.ts";
import type { CellsState } from "./cell-state.ts";
import { accumulate, arithmetic, emitFourNumbers, loadPairs, storePairs } from "./lanes.ts";
import { STATE } from "./layout.ts";

/** Leaves the union and the intersection above each cell where its steps will be. */
export function emitAbove(state: CellsState, trues: Scalar): void {
  const { f, s, layout } = state;
  const mass = s.variable(trues).local;
  const [union, intersection] = [0, 1].map(() => f.vector("i32x4.splat", [mass]));
  emitEachFour(state, (row) => {
    const { falses, trues } = emitFourNumbers(state, row);
    const before = {
      union: f.vector("i32x4.add", [union, emitBehind(f, falses)]),
      intersection: f.vector("i32x4.sub", [intersection, emitBehind(f, trues)]),
    };
    storePairs(f, row, layout.steps, before.union, before.intersection);
    accumulate(f, "i32x4.add", union, emitTotal(f, falses));
    accumulate(f, "i32x4.sub", intersection, emitTotal(f, trues));
  });
}

/** What stands in the lanes behind each. */
function emitBehind(f: FunctionBuilder, x: Local): Local {
  const zero = f.integers(0);
  const one = lanes(f, x, zero, [1, 2, 3, 4]);
  const two = f.vector("i32x4.add", [one, lanes(f, one, zero, [1, 2, 3, 4])]);
  return f.vector("i32x4.add", [two, lanes(f, one, zero, [2, 3, 4, 5])]);
}

/** The sum of all lanes, in each. */
function emitTotal(f: FunctionBuilder, x: Local): Local {
  const pairs = f.vector("i32x4.add", [x, lanes(f, x, x, [2, 3, 0, 1])]);
  return f.vector("i32x4.add", [pairs, lanes(f, pairs, pairs, [1, 0, 3, 2])]);
}

/** Addresses of four cells, less the offset of the table, from the largest keys down. */
function emitEachFour({ s, at, layout }: CellsState, body: (row: Local) => void): void {
  const cells = s.load(at(layout.state), STATE.cells);
  s.eachDown(s.shr(cells, 2), (group) => body(s.variable(s.add(at(0), s.shl(group, 5))).local));
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
          const two = lane === 0 ? x : lanes(f, x, x, [2, 3, 2, 3]);
          return f.vector("f64x2.convert_low_i32x4_s", [two]);
        }),
      ),
    );
    const [ofFalse, ofTrue] = [0, 1].map((k) => lanes(f, low[k], high[k], [0, 1, 4, 5]));
    storePairs(f, row, layout.steps, ofFalse, ofTrue);
  });
}

/** The upper half of 1 in double precision. */
const ONE = 0x3ff00000;

function emitTwo(f: FunctionBuilder, [u, i, b, t]: readonly Local[]): Local[] {
  const { add, sub, mul, div } = arithmetic(f, "f64x2");
  const after = add(u, b);
  const twice = add(u, after);
  const both = mul(u, after);
  const inverse = div(f.integers(0, ONE, 0, ONE), mul(both, twice));
  const reciprocal = mul(inverse, both);
  const ofFalse = mul(sub(i, mul(mul(t, u), reciprocal)), mul(inverse, twice));
  return [ofFalse, add(reciprocal, reciprocal)].map((step) => f.vector("f32x4.demote_f64x2_zero", [step]));
}
