import { PIXEL } from "../formula/expression.ts";
import { ARITHMETIC, otherOf } from "./arithmetic.ts";
import type { Builder, Rules } from "./builder.ts";
import type { Op } from "./ops.ts";
import { isOne, isZero, type Value } from "./value.ts";

const arithmetic = ARITHMETIC as unknown as Rules<Op>;

/** Rules of programs: algebra alone, what no device has to know. */
export const RULES: Rules<Op> = {
  ...arithmetic,
  mul: (args, make) => chosenFactor(args, make) ?? arithmetic.mul?.(args, make) ?? null,
  where([x, condition], make) {
    if (isZero(x) || isNever(condition)) return zeroLike(x, make);
    if (isAlways(condition)) return x;
    return x.op === "neg" ? make.neg(make.where(x.args[0], condition)) : null;
  },
  unless([x, condition], make) {
    if (isZero(x) || isNever(condition)) return x;
    if (isAlways(condition)) return zeroLike(x, make);
    return x.op === "neg" ? make.neg(make.unless(x.args[0], condition)) : null;
  },
  negateWhere([x, condition], make) {
    if (isNever(condition)) return x;
    if (isAlways(condition)) return make.neg(x);
    if (x.op === "negateWhere" && x.args[1] === condition) return x.args[0];
    return x.op === "neg" ? make.neg(make.negateWhere(x.args[0], condition)) : null;
  },
  both([a, b]) {
    if (isNever(a) || isAlways(b)) return a;
    return isNever(b) || isAlways(a) ? b : null;
  },
  either([a, b]) {
    return isNever(a) ? b : isNever(b) ? a : null;
  },
  select: simplifySelect,
  classTotal: ([x]) => (isZero(x) ? x : null),
};

function isAlways({ op, immediate }: Value): boolean {
  return op === "truth" && immediate === 1;
}

function isNever({ op, immediate }: Value): boolean {
  return op === "truth" && immediate === 0;
}

function zeroLike({ type }: Value, make: Builder): Value {
  return type === "f32" ? make.constant(0) : make.integer(0);
}

/** A product with a factor that is 1 or 0, or 1 or -1. */
function chosenFactor([a, b]: readonly Value[], make: Builder): Value | null {
  if (a.op === "neg" || b.op === "neg") return null;
  for (const [factor, rest] of [
    [a, b],
    [b, a],
  ]) {
    if (!factor.args.some(isOne)) continue;
    if (factor.op === "where") return make.where(rest, factor.args[1]);
    if (factor.op === "negateWhere") return make.negateWhere(rest, factor.args[1]);
  }
  return null;
}

/** Of two products with a common factor, or factors k and -k, the other factor is chosen. */
function simplifySelect([condition, yes, no]: readonly Value[], make: Builder): Value | null {
  if (isAlways(condition) || yes === no) return yes;
  if (isNever(condition)) return no;
  const isFixed = ((yes.axes | no.axes) & PIXEL) === 0 && (condition.axes & PIXEL) !== 0;
  if (isFixed || yes.op !== "mul" || no.op !== "mul") return null;
  const common = yes.args.find((factor) => no.args.includes(factor));
  const choose = (x: Value, y: Value): Value => make.select(condition, otherOf(yes, x), otherOf(no, y));
  if (common) return make.mul(common, choose(common, common));
  const [k, minus] = [yes, no].map(({ args }) => args.find(({ op }) => op === "constant"));
  if (!k || !minus || k.immediate !== -minus.immediate) return null;
  return make.negateWhere(make.mul(minus, choose(k, minus)), condition);
}
