import { add, apply, atTarget, isHardTarget, mul, multipleOfProbability, sub } from "../algebra.ts";
import { type Expression, number, topological, unionAxes } from "../expression.ts";
import type { ElementwiseOp } from "./op.ts";

export const step: ElementwiseOp = {
  kind: "elementwise",
  summary: "1 where x > 0, else 0",
  arity: 1,
  axes: unionAxes,
  reference: (x) => (x > 0 ? 1 : 0),
  derivative: () => null,
  latex: (x) => `\\left[${x} > 0\\right]`,
  onnx: (to, x) => to.isPositive(x),
};

export const sign: ElementwiseOp = {
  kind: "elementwise",
  summary: "-1, 0 or 1",
  arity: 1,
  axes: unionAxes,
  reference: Math.sign,
  derivative: () => null,
  // What is a probability's side of 0 when it is 0 itself: that of those nearby. So y - p is above 0 for y = 1, else below.
  simplify: ([x]) => {
    const side = sideOf(x);
    if (side !== undefined) return number(side);
    const [positive, negative] = [atTarget(x, 1), atTarget(x, 0)].map((e) => e && sideOf(e));
    if (positive === undefined || negative === undefined) return undefined;
    const y = topological([x]).find(isHardTarget);
    return y && add(number(negative), mul(number(positive - negative), y));
  },
  latex: (x) => `\\operatorname{sign}\\left(${x}\\right)`,
  onnx: (to, x) => to.sign(x),
};

/** The sign of a multiple of a probability. */
function sideOf(e: Expression): number | undefined {
  const multiple = multipleOfProbability(e);
  return multiple && Math.sign(multiple.factor);
}

/** The operand that wins gets the whole adjoint; of two equal ones the second. */
function choose(adjoint: Expression, winner: Expression, loser: Expression, first: boolean): Expression {
  const firstWins = apply("step", sub(winner, loser));
  return mul(adjoint, first ? firstWins : sub(number(1), firstWins));
}

export const max: ElementwiseOp = {
  kind: "elementwise",
  summary: "the larger of two",
  arity: 2,
  axes: unionAxes,
  reference: (a, b) => Math.max(a, b),
  derivative: (adjoint, [a, b], i) => choose(adjoint, a, b, i === 0),
  latex: (a, b) => `\\max\\left(${a},\\, ${b}\\right)`,
  onnx: (to, a, b) => to.binary("Max", a, b),
};

export const min: ElementwiseOp = {
  kind: "elementwise",
  summary: "the smaller of two",
  arity: 2,
  axes: unionAxes,
  reference: (a, b) => Math.min(a, b),
  derivative: (adjoint, [a, b], i) => choose(adjoint, b, a, i === 0),
  latex: (a, b) => `\\min\\left(${a},\\, ${b}\\right)`,
  onnx: (to, a, b) => to.binary("Min", a, b),
};
