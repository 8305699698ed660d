import { builderOf } from "../../../program/build.ts";
import { isFixedChoice } from "../../../program/cost.ts";
import type { Op } from "../../../program/ops.ts";
import type { Value } from "../../../program/value.ts";
import { exp, expNegative } from "./exponential.ts";
import { cosh, sinh, tanh } from "./hyperbolic.ts";
import { INSTRUCTIONS, type LoopValue, type Make } from "./instructions.ts";
import { log, log1p, log1pUnit } from "./logarithm.ts";
import { RULES } from "./rules.ts";

/** An operation in instructions of this processor. */
type Legalise = (make: Make, args: readonly LoopValue[], value: Value) => LoopValue;

/** The operations that are an instruction by the same name. */
const same: Legalise = (make, args, { op, immediate }) =>
  make.apply(op as keyof typeof INSTRUCTIONS, args, immediate);
const leaf: Legalise = (make, _, { op, axes, immediate }) =>
  make.leaf(op as keyof typeof INSTRUCTIONS, axes, immediate);
const unary =
  (of: (make: Make, x: LoopValue) => LoopValue): Legalise =>
  (make, [x]) =>
    of(make, x);
/** What an earlier loop has left in memory. */
const kept: Legalise = (make, _, value) => loadedValue(make, value);

const LEGALISE = {
  plane: leaf,
  label: leaf,
  maskByte: leaf,
  classIndex: leaf,
  coefficient: leaf,
  integer: leaf,
  constant: leaf,
  truth: (make, _, { immediate }) => (immediate === 1 ? make.integer(-1) : make.constant(0)),
  ofLabel: same,
  classTotal: kept,
  classMax: kept,
  classPair: kept,
  pairHigh: same,
  pairLow: same,
  expNegative: unary(expNegative),
  exp: unary(exp),
  log: unary(log),
  log1p: unary(log1p),
  log1pUnit: unary(log1pUnit),
  tanh: unary(tanh),
  sinh: unary(sinh),
  cosh: unary(cosh),
  sqrt: same,
  div: same,
  mul: same,
  add: same,
  sub: same,
  // -|x|: the sign bit set.
  neg: (make, [x], value) => (value.args[0].op === "abs" ? make.or(x.args[0], -0) : make.neg(x)),
  abs: same,
  min: same,
  max: same,
  round: (make, [x]) => make.sub(make.add(x, ROUNDER), ROUNDER),
  // Of two numbers that are the same for all pixels, the bits in which they differ turn where the condition says so.
  select: (make, [condition, yes, no], value) =>
    isFixedChoice(value)
      ? make.xor(no, make.and(make.xor(yes, no), condition))
      : make.select(condition, yes, no),
  negateWhere: (make, [x, condition]) => make.xor(x, signBit(make, condition)),
  where: (make, [x, condition]) => make.and(x, condition),
  unless: (make, [x, condition]) => make.andnot(x, condition),
  minusWhere: (make, [x, condition]) => make.or(x, make.signBit(condition)),
  copySign: (make, [size, sign]) => make.or(size, make.and(sign, -0)),
  less: same,
  equal: same,
  same,
  atMost: (make, [a, b]) => make.same(a, make.leastInteger(a, b)),
  not: same,
  both: (make, [a, b]) =>
    b.op === "not" ? make.andnot(a, b.args[0]) : a.op === "not" ? make.andnot(b, a.args[0]) : make.and(a, b),
  either: (make, [a, b]) => make.or(a, b),
  isNegative: (make, [x]) => make.signMask(x),
  isOdd: (make, [x]) => make.signMask(make.signBit(x)),
} as const satisfies Record<Op, Legalise>;

/** 1.5 * 2^23: adding it leaves no room for a fraction. */
const ROUNDER = 1.5 * 2 ** 23;

/** A condition as a sign bit: of a sign and another one, the sign where the other one holds. */
function signBit(make: Make, condition: LoopValue): LoopValue {
  const sign = condition.op === "and" ? condition.args.find(({ op }) => op === "signMask") : undefined;
  const other = sign && condition.args.find((arg) => arg !== sign);
  return sign && other ? make.and(make.and(sign.args[0], -0), other) : make.signBit(condition);
}

/** A builder of the values of loops. */
export function loopBuilder(): Make {
  return new LoopBuilder();
}

const LoopBuilder = builderOf(INSTRUCTIONS, RULES);

/** A value that an earlier loop or phase has left in memory. */
export function loadedValue(make: Make, { id, axes }: Value): LoopValue {
  return make.leaf("loaded", axes, id);
}

/** A value in instructions, given its operands in instructions. */
export function legalised(value: Value, args: readonly LoopValue[], make: Make): LoopValue {
  return LEGALISE[value.op](make, args, value);
}
