import type { Builder, Rules } from "./builder.ts";
import { isZero, type Value } from "./value.ts";

/** What these rules make; the operands may be anything. */
type Arithmetic = "constant" | "integer" | "add" | "sub" | "mul" | "div" | "neg" | "less";
type Number = Value<Arithmetic>;
type Make = Builder<Arithmetic>;

/**
 * Rules of arithmetic, for programs and for instructions. Signs move outwards, where they meet others and vanish; nothing is
 * rounded otherwise than before but products of constants.
 */
export const ARITHMETIC: Rules<Arithmetic> = {
  neg([x], make) {
    if (x.op === "neg") return x.args[0];
    if (x.op === "constant") return make.constant(-x.immediate);
    if (x.op === "sub") return make.sub(x.args[1], x.args[0]);
    const factor = x.op === "mul" ? x.args.find(isConstant) : undefined;
    return factor ? make.mul(make.constant(-factor.immediate), otherOf(x, factor)) : null;
  },
  add([a, b], make) {
    if (isZero(a)) return b;
    if (isZero(b)) return a;
    if (b.op === "neg") return make.sub(a, b.args[0]);
    return a.op === "neg" ? make.sub(b, a.args[0]) : null;
  },
  sub([a, b], make) {
    if (isZero(b)) return a;
    if (isZero(a)) return make.neg(b);
    if (b.op === "neg") return make.add(a, b.args[0]);
    return a.op === "neg" ? make.neg(make.add(a.args[0], b)) : null;
  },
  mul([a, b], make) {
    if (isConstant(a) && isConstant(b)) return make.constant(a.immediate * b.immediate);
    if (a.op === "neg") return make.neg(make.mul(a.args[0], b));
    if (b.op === "neg") return make.neg(make.mul(a, b.args[0]));
    return scaled(a, b, make) ?? scaled(b, a, make);
  },
  div: ([a, b], make) => (a.op === "neg" ? make.neg(make.div(a.args[0], b)) : null),
  /** 0 < x + k is -k < x: a sum of floats has the right sign. */
  less([a, b], make) {
    if (!isZero(a) || b.op !== "add") return null;
    const k = b.args.find(isConstant);
    return k ? make.less(make.constant(-k.immediate), otherOf(b, k)) : null;
  },
};

function isConstant({ op }: Number): boolean {
  return op === "constant";
}

/** The operand that is not the given one. */
export function otherOf<O extends string>({ args: [a, b] }: Value<O>, one: Value<O>): Value<O> {
  return a === one ? b : a;
}

function scaled(factor: Number, rest: Number, make: Make): Number | null {
  if (!isConstant(factor)) return null;
  if (factor.immediate === 1) return rest;
  if (factor.immediate === -1) return make.neg(rest);
  const inner = rest.op === "mul" ? rest.args.find(isConstant) : undefined;
  return inner ? make.mul(make.constant(factor.immediate * inner.immediate), otherOf(rest, inner)) : null;
}
