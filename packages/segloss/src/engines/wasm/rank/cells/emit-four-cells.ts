import type { FunctionBuilder, Local } from "../../encoder/function-builder.ts";
import type { InstructionName } from "../../encoder/instructions.ts";
import type { CellsState } from "./cell-state.ts";

/** Numbers of false and true pixels of four cells, in lanes. */
export interface FourNumbers {
  readonly falses: Local;
  readonly trues: Local;
}

/** Union and intersection above a cell: integers in all lanes. */
export interface Above {
  readonly union: Local;
  readonly intersection: Local;
}

/**
 * What cells have from their coarse cell, in lanes: the largest and the smallest slope, times 2^32; what the bend of
 * the value weighs, times `SCALE`; the smallest error.
 */
export interface CellWeights {
  readonly steepest: Local;
  readonly flattest: Local;
  readonly bend: Local;
  readonly lowest: Local;
}

/** Sums over cells in lanes: bounds of the errors and squared norm of the gradient, times `SCALE`; the value. */
export interface CellSums {
  readonly error: Local;
  readonly norm: Local;
  readonly value: Local;
}

/** Numbers of four cells, over all parts; `row` is the address of the first, less the offset of the counters. */
export function emitFourNumbers({ f, layout }: CellsState, row: Local): FourNumbers {
  const load = (offset: number): Local =>
    Array.from({ length: layout.parts }, (_, p) =>
      f.vector("v128.load", [row], layout.counts + p * layout.partBytes + offset),
    ).reduce((a, b) => f.vector("i32x4.add", [a, b]));
  const [low, high] = [load(0), load(16)];
  return { falses: lanes(f, low, high, [0, 2, 4, 6]), trues: lanes(f, low, high, [1, 3, 5, 7]) };
}

/**
 * Steps of four cells, the last of which has the largest key, and bounds of the mean squared error of each. There are true
 * pixels in the region, so that the union is 1 at least. Steps are computed in double precision, since their sum is the
 * value; for bounds single precision does.
 */
export function emitFourCells(
  state: CellsState,
  row: Local,
  numbers: FourNumbers,
  above: Above,
  weights: CellWeights,
  sums: CellSums,
): void {
  const { f, s, layout } = state;
  const { falses, trues } = numbers;
  const before = {
    union: f.vector("i32x4.add", [above.union, emitBefore(f, falses)]),
    intersection: f.vector("i32x4.sub", [above.intersection, emitBefore(f, trues)]),
  };
  const steps = emitSteps(f, numbers, before);
  const error = emitErrors(f, numbers, before, steps, weights, sums);
  const store = (value: Local, at: Local, offset: number): void => {
    f.get(at);
    f.get(value);
    f.emit("v128.store", offset);
  };
  store(lanes(f, steps.falses, steps.trues, [0, 4, 1, 5]), row, layout.steps);
  store(lanes(f, steps.falses, steps.trues, [2, 6, 3, 7]), row, layout.steps + 16);
  const half = s.variable(s.add(state.at(0), s.shr(s.sub(s.of(row), state.at(0)), 1)));
  store(error, half.local, layout.errors);
  accumulate(f, "i32x4.add", above.union, emitTotal(f, falses));
  accumulate(f, "i32x4.sub", above.intersection, emitTotal(f, trues));
}

/** What stands in the lanes behind each. */
function emitBefore(f: FunctionBuilder, x: Local): Local {
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

/** The upper half of 1 in double precision. */
const ONE = 0x3ff00000;

/**
 * With intersection I and union U above a cell, b false and t true pixels in it and U' = U + b: a true pixel gets
 * 2/(U + U'), a false one (I - t U/(U + U'))/(U U'), both by one division.
 */
function emitSteps(
  f: FunctionBuilder,
  { falses, trues }: FourNumbers,
  { union, intersection }: Above,
): FourNumbers {
  const pairs = [0, 1].map((pair) => {
    const [u, i, b, t] = [union, intersection, falses, trues].map((x) => {
      const low = pair === 0 ? x : lanes(f, x, x, [2, 3, 2, 3]);
      return f.vector("f64x2.convert_low_i32x4_s", [low]);
    });
    const { add, sub, mul, div } = arithmetic(f, "f64x2");
    const after = add(u, b);
    const twice = add(u, after);
    const both = mul(u, after);
    const inverse = div(f.integers(0, ONE, 0, ONE), mul(both, twice));
    const reciprocal = mul(inverse, both);
    const ofFalse = mul(sub(i, mul(mul(t, u), reciprocal)), mul(inverse, twice));
    return [ofFalse, add(reciprocal, reciprocal)].map((step) => f.vector("f32x4.demote_f64x2_zero", [step]));
  });
  const [ofFalse, ofTrue] = [0, 1].map((k) => lanes(f, pairs[0][k], pairs[1][k], [0, 1, 4, 5]));
  return { falses: ofFalse, trues: ofTrue };
}

/**
 * Adds to the sums; returns the bound of each cell divided by its number of pixels. A true pixel's step is off by at
 * most half its range b/(U U'). Those of false pixels, in the range from I/U^2 to (I - t)/U'^2, are spread about their
 * mean by at most half the range, and the mean may be off by as much again for the mean of the true ones.
 */
function emitErrors(
  f: FunctionBuilder,
  { falses, trues }: FourNumbers,
  before: Above,
  steps: FourNumbers,
  { steepest, flattest, bend, lowest }: CellWeights,
  sums: CellSums,
): Local {
  const { add, mul, div } = arithmetic(f, "f32x4");
  const number = f.vector("i32x4.add", [falses, trues]);
  const [u, i, b, t, n] = [before.union, before.intersection, falses, trues, number].map((x) =>
    f.vector("f32x4.convert_i32x4_s", [x]),
  );
  const after = add(u, b);
  const product = div(f.splat(1), mul(u, after));
  const [ofUnion, ofAfter] = [mul(after, product), mul(u, product)];
  const rangeTrue = mul(b, product);
  const fall = mul(mul(i, rangeTrue), add(ofUnion, ofAfter));
  const rangeFalse = add(fall, mul(t, mul(ofAfter, ofAfter)));
  const squares = (ofTrues: Local, ofFalses: Local, slope: Local): Local => {
    const [x, y] = [mul(ofTrues, slope), mul(ofFalses, slope)];
    return add(mul(t, mul(x, x)), mul(b, mul(y, y)));
  };
  const half = f.splat(Math.SQRT1_2);
  // A quarter of the squares of true pixels, half of those of false ones.
  const ofGradient = squares(mul(rangeTrue, f.splat(0.5)), mul(rangeFalse, half), steepest);
  // The sum of the steps is exact, so that only how far errors are from their middle counts.
  const ofValue = mul(add(mul(t, rangeTrue), mul(b, rangeFalse)), bend);
  // A cell of one pixel is exact.
  const isSeveral = f.vector("i32x4.gt_s", [number, f.integers(1)]);
  const error = f.vector("v128.and", [add(ofGradient, ofValue), isSeveral]);
  accumulate(f, "f32x4.add", sums.error, error);
  accumulate(f, "f32x4.add", sums.norm, squares(steps.trues, steps.falses, flattest));
  accumulate(f, "f32x4.add", sums.value, mul(add(mul(t, steps.trues), mul(b, steps.falses)), lowest));
  return div(error, f.vector("f32x4.pmax", [n, f.splat(1)]));
}

function arithmetic(
  f: FunctionBuilder,
  type: "f32x4" | "f64x2",
): Record<"add" | "sub" | "mul" | "div", (a: Local, b: Local) => Local> {
  const of =
    (verb: "add" | "sub" | "mul" | "div") =>
    (a: Local, b: Local): Local =>
      f.vector(`${type}.${verb}`, [a, b]);
  return { add: of("add"), sub: of("sub"), mul: of("mul"), div: of("div") };
}

export function accumulate(f: FunctionBuilder, name: InstructionName, to: Local, x: Local): void {
  f.get(f.vector(name, [to, x]));
  f.set(to);
}

/** Lanes of 32 bits of two vectors, numbered one after the other. */
export function lanes(f: FunctionBuilder, a: Local, b: Local, which: readonly number[]): Local {
  const bytes = which.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
  return f.vector("i8x16.shuffle", [a, b], ...bytes);
}
