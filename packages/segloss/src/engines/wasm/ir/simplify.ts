import { isOne, type Value, type ValueOp } from "./value.ts";

/** Makes the node of an operation, simplified in its turn. */
type Make = (op: ValueOp, ...args: Value[]) => Value;

const CONDITIONS: ReadonlySet<ValueOp> = new Set([
  ...(["less", "atLeast", "equal", "notEqual", "sameInteger", "not", "signMask"] as const),
]);

/** Whether every lane is all ones or all zeros, as far as the form tells. */
export function isCondition({ op, args }: Value): boolean {
  if (CONDITIONS.has(op)) return true;
  return (op === "and" || op === "or" || op === "xor" || op === "andnot") && args.every(isCondition);
}

/**
 * The same value by fewer instructions, or null. Signs move outwards, where they meet others and vanish; nothing is
 * rounded otherwise than before but products of constants.
 */
export function simplify(
  op: ValueOp,
  args: readonly Value[],
  make: Make,
  constant: (x: number) => Value,
): Value | null {
  const [a, b] = args;
  const ofKnown = simplifyKnown(op, args, make, constant);
  if (ofKnown) return ofKnown;
  switch (op) {
    case "neg":
      return simplifyNegation(a, make, constant);
    case "mul":
      return simplifyProduct(a, b, make, constant);
    case "div":
      return a.op === "neg" ? make("neg", make("div", a.args[0], b)) : null;
    case "add":
      if (b.op === "neg") return make("sub", a, b.args[0]);
      return a.op === "neg" ? make("sub", b, a.args[0]) : null;
    case "sub":
      if (b.op === "neg") return make("add", a, b.args[0]);
      return a.op === "neg" ? make("neg", make("add", a.args[0], b)) : null;
    case "and":
      if (a.op === "neg" && isCondition(b)) return make("neg", make("and", a.args[0], b));
      return b.op === "neg" && isCondition(a) ? make("neg", make("and", b.args[0], a)) : null;
    case "andnot":
      return a.op === "neg" && isCondition(b) ? make("neg", make("andnot", a.args[0], b)) : null;
    case "xor":
      if (a.op === "neg" && b.op === "signBit") return make("neg", make("xor", a.args[0], b));
      return b.op === "neg" && a.op === "signBit" ? make("neg", make("xor", b.args[0], a)) : null;
    case "less":
      return simplifyAboveZero(a, b, make, constant);
    case "signBit":
      // The sign bit of what stands for a sign bit.
      return a.op === "signMask" && a.args[0].op === "signBit" ? a.args[0] : null;
    case "select":
      return simplifySelect(args, make);
    default:
      return null;
  }
}

function isAlways(x: Value): boolean {
  return x.op === "integer" && x.immediate === -1;
}

/** Never, and the number 0: no bit set. */
function isZero(x: Value): boolean {
  return x.op === "constant" && Object.is(x.immediate, 0);
}

/** With an operand that is 0, or a condition that always or never holds. */
function simplifyKnown(
  op: ValueOp,
  args: readonly Value[],
  make: Make,
  constant: (x: number) => Value,
): Value | null {
  const [a, b] = args;
  const zero = args.find(isZero);
  switch (op) {
    case "and":
      if (zero) return zero;
      return isAlways(a) ? b : isAlways(b) ? a : null;
    case "andnot":
      if (isZero(a) || isZero(b)) return a;
      return isAlways(b) ? constant(0) : null;
    case "or":
      return isZero(a) ? b : isZero(b) ? a : null;
    case "xor":
      if (zero) return a === zero ? b : a;
      // Bits that turn twice.
      for (const [x, y] of [args, [b, a]]) if (y.op === "xor" && y.args.includes(x)) return otherOf(y, x);
      return isMinusZero(a) ? make("neg", b) : isMinusZero(b) ? make("neg", a) : null;
    case "add":
      return zero ? (a === zero ? b : a) : null;
    case "sub":
      return isZero(b) ? a : isZero(a) ? make("neg", b) : null;
    case "select":
      return isAlways(a) ? b : isZero(a) ? args[2] : null;
    case "classTotal":
      return zero ?? null;
    case "signBit":
      return isAlways(a) ? constant(-0) : isZero(a) ? a : null;
    default:
      return null;
  }
}

function isMinusZero(x: Value): boolean {
  return x.op === "constant" && Object.is(x.immediate, -0);
}

function simplifyNegation(x: Value, make: Make, constant: (x: number) => Value): Value | null {
  if (x.op === "neg") return x.args[0];
  if (x.op === "constant") return constant(-x.immediate);
  if (x.op === "sub") return make("sub", x.args[1], x.args[0]);
  const factor = x.op === "mul" ? x.args.find((arg) => arg.op === "constant") : undefined;
  if (!factor) return null;
  return make("mul", constant(-factor.immediate), otherOf(x, factor));
}

function otherOf({ args: [a, b] }: Value, one: Value): Value {
  return a === one ? b : a;
}

function simplifyProduct(a: Value, b: Value, make: Make, constant: (x: number) => Value): Value | null {
  if (a.op === "constant" && b.op === "constant") return constant(a.immediate * b.immediate);
  if (a.op === "neg") return make("neg", make("mul", a.args[0], b));
  if (b.op === "neg") return make("neg", make("mul", a, b.args[0]));
  for (const [factor, rest] of [
    [a, b],
    [b, a],
  ]) {
    const condition = oneWhere(factor);
    if (condition) return make("and", rest, condition);
    const sign = oneWithSign(factor);
    if (sign) return make("xor", rest, sign);
    if (factor.op !== "constant") continue;
    if (factor.immediate === 1) return rest;
    if (factor.immediate === -1) return make("neg", rest);
    const inner = rest.op === "mul" ? rest.args.find((arg) => arg.op === "constant") : undefined;
    if (inner) return make("mul", constant(factor.immediate * inner.immediate), otherOf(rest, inner));
  }
  return null;
}

/** 0 < x + k is -k < x: a sum of floats has the right sign. */
function simplifyAboveZero(a: Value, b: Value, make: Make, constant: (x: number) => Value): Value | null {
  if (!isZero(a) || b.op !== "add") return null;
  const k = b.args.find(({ op }) => op === "constant");
  return k ? make("less", constant(-k.immediate), otherOf(b, k)) : null;
}

/** The sign of a factor that is 1 or -1. */
function oneWithSign({ op, args }: Value): Value | undefined {
  if (op !== "xor" || !args.some(isOne)) return undefined;
  return args.find((arg) => arg.op === "signBit");
}

/** The condition of a factor that is 1 where it holds and 0 elsewhere. */
export function oneWhere({ op, args }: Value): Value | undefined {
  if (op !== "and" || !args.some(isOne)) return undefined;
  return args.find(isCondition);
}

/**
 * Of two numbers that are the same for all pixels, the bits in which they differ turn where the condition says so. Of
 * two products with a common factor, or factors k and -k, the other factor is chosen.
 */
function simplifySelect([condition, yes, no]: readonly Value[], make: Make): Value | null {
  if (yes === no) return yes;
  if ((yes.axes & 1) === 0 && (no.axes & 1) === 0 && (condition.axes & 1) !== 0)
    return make("xor", no, make("and", make("xor", yes, no), condition));
  if (yes.op !== "mul" || no.op !== "mul") return null;
  const common = yes.args.find((factor) => no.args.includes(factor));
  const choose = (x: Value, y: Value): Value => make("select", condition, otherOf(yes, x), otherOf(no, y));
  if (common) return make("mul", common, choose(common, common));
  const [k, minus] = [yes, no].map(({ args }) => args.find(({ op }) => op === "constant"));
  if (!k || !minus || k.immediate !== -minus.immediate) return null;
  return make("xor", make("mul", minus, choose(k, minus)), make("signBit", condition));
}
