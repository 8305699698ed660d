import { atTarget } from "../at-target.ts";
import type { Constructors } from "../constructors.ts";
import { type Expression, number, topological, unionAxes } from "../expression.ts";
import { multipleOfProbability } from "../factors.ts";
import { isHardTarget } from "../targets.ts";
import type { ElementwiseOp } from "./op.ts";

/** 1 where x > 0, else 0. */
export const step: ElementwiseOp = {
  kind: "elementwise",
  arity: 1,
  axes: unionAxes,
  reference: (x) => (x > 0 ? 1 : 0),
  derivative: () => null,
};

/** -1, 0 or 1. */
export const sign: ElementwiseOp = {
  kind: "elementwise",
  arity: 1,
  axes: unionAxes,
  reference: Math.sign,
  derivative: () => null,
  // What is a probability's side of 0 when it is 0 itself: that of those nearby. So y - p is above 0 for y = 1, else below.
  simplify: ([x], make) => {
    const side = sideOf(x);
    if (side !== undefined) return number(side);
    const [positive, negative] = [atTarget(x, 1, make), atTarget(x, 0, make)].map((e) => e && sideOf(e));
    if (positive === undefined || negative === undefined) return undefined;
    const y = topological([x]).find(isHardTarget);
    return y && make.add(number(negative), make.mul(number(positive - negative), y));
  },
};

/** The sign of a multiple of a probability. */
function sideOf(e: Expression): number | undefined {
  const multiple = multipleOfProbability(e);
  return multiple && Math.sign(multiple.factor);
}

/** The operand that wins gets the whole adjoint; of two equal ones the second. */
function choose(
  adjoint: Expression,
  [winner, loser]: readonly [Expression, Expression],
  first: boolean,
  { apply, mul, sub }: Constructors,
): Expression {
  const firstWins = apply("step", sub(winner, loser));
  return mul(adjoint, first ? firstWins : sub(number(1), firstWins));
}

/** The larger of two. */
export const max: ElementwiseOp = {
  kind: "elementwise",
  arity: 2,
  axes: unionAxes,
  reference: (a, b) => Math.max(a, b),
  derivative: (adjoint, [a, b], i, make) => choose(adjoint, [a, b], i === 0, make),
};

/** The smaller of two. */
export const min: ElementwiseOp = {
  kind: "elementwise",
  arity: 2,
  axes: unionAxes,
  reference: (a, b) => Math.min(a, b),
  derivative: (adjoint, [a, b], i, make) => choose(adjoint, [b, a], i === 0, make),
};
