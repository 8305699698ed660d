import { ARITHMETIC, otherOf } from "../../../program/arithmetic.ts";
import type { Rules } from "../../../program/builder.ts";
import { isZero } from "../../../program/value.ts";
import type { Instruction, LoopValue } from "./instructions.ts";

/** Rules of instructions: arithmetic, and what is known of bits. */
export const RULES: Rules<Instruction> = {
  ...(ARITHMETIC as unknown as Rules<Instruction>),
  and([a, b], make) {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ]) {
      if (isZero(x)) return x;
      if (isAllOnes(x)) return y;
    }
    if (a.op === "neg" && b.type === "mask") return make.neg(make.and(a.args[0], b));
    return b.op === "neg" && a.type === "mask" ? make.neg(make.and(b.args[0], a)) : null;
  },
  andnot([a, b], make) {
    if (isZero(a) || isZero(b)) return a;
    if (isAllOnes(b)) return make.constant(0);
    return a.op === "neg" && b.type === "mask" ? make.neg(make.andnot(a.args[0], b)) : null;
  },
  or: ([a, b]) => (isZero(a) ? b : isZero(b) ? a : null),
  xor([a, b], make) {
    for (const [x, y] of [
      [a, b],
      [b, a],
    ]) {
      if (isZero(x)) return y;
      // Bits that turn twice.
      if (y.op === "xor" && y.args.includes(x)) return otherOf(y, x);
      if (isMinusZero(x)) return make.neg(y);
      if (x.op === "neg" && y.op === "signBit") return make.neg(make.xor(x.args[0], y));
    }
    return null;
  },
  // The sign bit of what stands for a sign bit.
  signBit([x], make) {
    if (isAllOnes(x)) return make.constant(-0);
    return isZero(x) || (x.op === "signMask" && x.args[0].op === "signBit") ? (x.args[0] ?? x) : null;
  },
  select: ([condition, yes, no]) =>
    yes === no || isAllOnes(condition) ? yes : isZero(condition) ? no : null,
};

function isAllOnes({ op, immediate }: LoopValue): boolean {
  return op === "integer" && immediate === -1;
}

function isMinusZero({ op, immediate }: LoopValue): boolean {
  return op === "constant" && Object.is(immediate, -0);
}
