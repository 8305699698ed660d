import { mul } from "../../formula/algebra.ts";
import {
  type ApplyNode,
  CLASS,
  type Expression,
  isApply,
  isNumber,
  isSymbol,
  number,
  variesOver,
} from "../../formula/expression.ts";
import type { OpName } from "../../formula/op-name.ts";
import { COUNTS_AS_ZERO } from "../../formula/ops/functions.ts";
import type { Value } from "../value.ts";
import { lowerAboveMean } from "./above-mean.ts";
import { expm1 } from "./expm1.ts";
import { isLargest } from "./largest.ts";
import type { Lower, Lowering } from "./lowering.ts";
import { lowerOthers } from "./others.ts";
import { varyingPower } from "./varying-power.ts";

/** An operand at hand: as the sweep has it. */
type Operand = (arg: Expression) => Value;
type LowerOp = (e: ApplyNode, to: Lowering, operand: Operand, lower: Lower) => Value;

/** Operations that are lowered elsewhere: sums in `lower.ts` and `stage-program.ts`, softmax in `prediction.ts`. */
const ELSEWHERE = ["add", "mul", "pixelSum", "logSoftmax", "logOthers"] as const;

type LoweredOp = Exclude<OpName, (typeof ELSEWHERE)[number]>;

export function isLowered(op: OpName): op is LoweredOp {
  return Object.hasOwn(LOWER_OP, op);
}

/**
 * The op table's column for vectors of pixels; an operation without an entry does not compile. Class operations lower
 * their operand on their own: it is the same from every class of the pixel.
 */
export const LOWER_OP: Readonly<Record<LoweredOp, LowerOp>> = {
  pow: lowerPower,
  ratio(e, to, operand) {
    const [a, b, empty] = e.args.map(operand);
    const { build } = to;
    const byNothing = build.select(isSome(a, to), build.div(a, 0), empty);
    return build.select(isSome(b, to), build.div(a, b), byNothing);
  },
  inverse(e, to, operand) {
    const x = operand(e.args[0]);
    const quotient = to.build.div(1, x);
    return to.build.where(quotient, isSome(x, to));
  },
  exp: exponential,
  expm1: (e, to, operand) => expm1(operand(e.args[0]), exponential(e, to, operand), to),
  log: (e, { build }, operand) => build.log(operand(e.args[0])),
  log1p: (e, { build }, operand) => build.log1p(operand(e.args[0])),
  sqrt: (e, { build }, operand) => build.sqrt(operand(e.args[0])),
  abs: (e, { build }, operand) => build.abs(operand(e.args[0])),
  sign(e, { build }, operand) {
    const x = operand(e.args[0]);
    return build.sub(build.where(1, build.less(0, x)), build.where(1, build.less(x, 0)));
  },
  step(e, { build }, operand) {
    const isAbove = build.less(0, operand(e.args[0]));
    return build.where(1, isAbove);
  },
  min: (e, { build }, operand) => build.min(operand(e.args[0]), operand(e.args[1])),
  max: (e, { build }, operand) => build.max(operand(e.args[0]), operand(e.args[1])),
  relu: (e, { build }, operand) => build.max(operand(e.args[0]), 0),
  sigmoid(e, { build }, operand) {
    const x = operand(e.args[0]);
    const small = build.expNegative(build.neg(build.abs(x)));
    const larger = build.div(1, build.add(small, 1));
    return build.select(build.isNegative(x), build.mul(small, larger), larger);
  },
  softplus(e, { build }, operand) {
    const x = operand(e.args[0]);
    const small = build.expNegative(build.neg(build.abs(x)));
    return build.add(build.max(x, 0), build.log1pUnit(small));
  },
  tanh: (e, { build }, operand) => build.tanh(operand(e.args[0])),
  sinh: (e, { build }, operand) => build.sinh(operand(e.args[0])),
  cosh: (e, { build }, operand) => build.cosh(operand(e.args[0])),
  stop: (e, _, operand) => operand(e.args[0]),
  total: (e, to, _, lower) => to.build.classTotal(lower(e.args[0], to)),
  others: (e, to, _, lower) => lowerOthers(e.args[0], to, lower),
  aboveMean: (e, to, _, lower) => lowerAboveMean(e, to, lower),
  isLargest(e, to, _, lower) {
    // What is the same for all classes is one value, the largest of itself.
    if (!variesOver(e.args[0], CLASS)) return to.build.constant(1);
    return to.build.where(1, isLargest(lower(e.args[0], to), to));
  },
  largest: (e, to, _, lower) => to.build.classMax(lower(e.args[0], to)),
  lovaszWeights: (e, to) => to.ranked(e, to.scope),
  hardest: (e, to) => to.ranked(e, to.scope),
  skeleton: (e, to) => to.neighbours(e),
  skeletonSlope: (e, to) => to.neighbours(e),
};

/** Whether a number does not count as 0 where it is divided by. */
function isSome(x: Value, { build }: Lowering): Value {
  return build.less(COUNTS_AS_ZERO, build.abs(x));
}

function exponential(e: ApplyNode, { build }: Lowering, operand: Operand): Value {
  return build[isNotPositive(e.args[0]) ? "expNegative" : "exp"](operand(e.args[0]));
}

function lowerPower(e: ApplyNode, to: Lowering, operand: Operand): Value {
  const { build } = to;
  const [base, exponent] = e.args;
  if (!isNumber(exponent)) return varyingPower(base, exponent, to, operand);
  const n = exponent.value;
  if (n < 0) return build.div(1, operandPower(base, -n, to, operand));
  return operandPower(base, n, to, operand);
}

function operandPower(base: Expression, n: number, { build }: Lowering, operand: Operand): Value {
  const x = operand(base);
  if (n === 0.5) return build.sqrt(x);
  if (n === 1.5) return build.mul(x, build.sqrt(x));
  if (!Number.isInteger(n)) {
    return build.exp(build.mul(n, build.log(x)));
  }
  let square = x;
  let result: Value | null = null;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result ? build.mul(result, square) : square;
    if (rest > 1) square = build.mul(square, square);
  }
  return result as Value;
}

/** Whether an exponent is never above 0, as far as its form tells. */
function isNotPositive(e: Expression): boolean {
  if (isSymbol(e, "logp") || isSymbol(e, "log1mp")) return true;
  if (!isApply(e, "mul")) return false;
  const [first, ...others] = e.args;
  const rest = others.length === 1 ? others[0] : mul(...others);
  if (isConstantWith(first, (x) => x >= 0)) return isNotPositive(rest);
  return isConstantWith(first, (x) => x <= 0) && isSquare(rest);
}

function isConstantWith(e: Expression, holds: (x: number) => boolean): boolean {
  if (e.kind === "number") return holds(e.value);
  return e.kind === "vector" && e.values.every(holds);
}

function isSquare(e: Expression): boolean {
  return isApply(e, "pow") && e.args[1].key === number(2).key;
}
