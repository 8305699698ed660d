import type { Axes } from "../../../formula/expression.ts";
import type { Value as Instruction } from "../../wasm/ir/value.ts";
import type { Value, ValueOp, ValueType } from "./value.ts";

/** A value, or a mask that stands for a sign bit. */
interface Typed {
  readonly value: Value;
  readonly isSign: boolean;
}

/** Translates values of vector instructions to typed ones. */
export function typedValues(): (instruction: Instruction) => Value {
  const done = new Map<Instruction, Typed>();
  const known = new Map<string, Value>();
  const make = (op: ValueOp, type: ValueType, args: readonly Value[], axes: Axes, immediate = 0): Value => {
    const key = `${op} ${args.map(({ id }) => id).join()} ${axes} ${Object.is(immediate, -0) ? "-0" : immediate}`;
    const seen = known.get(key);
    if (seen) return seen;
    const value: Value = { id: known.size, op, type, args, axes, immediate };
    known.set(key, value);
    return value;
  };
  const of = (op: ValueOp, type: ValueType, ...args: Value[]): Value =>
    make(op, type, args, args.reduce<number>((axes, arg) => axes | arg.axes, 0) as Axes);
  const plain = (value: Value): Typed => ({ value, isSign: false });
  const sign = (value: Value): Typed => ({ value, isSign: true });
  const isMinusZero = ({ op, immediate }: Value): boolean => op === "constant" && Object.is(immediate, -0);

  const visit = (v: Instruction): Typed => {
    const seen = done.get(v);
    if (seen) return seen;
    const chosen = choiceOf(v);
    const inner = roundedOf(v);
    const result = inner
      ? plain(of("round", "f32", visit(inner).value))
      : chosen
        ? plain(of("select", "f32", ...chosen.map((arg) => visit(arg).value)))
        : translate(v, v.args.map(visit));
    done.set(v, result);
    return result;
  };

  const and = (a: Typed, b: Typed): Typed => {
    if (isMinusZero(b.value)) return sign(of("isNegative", "mask", a.value));
    if (isMinusZero(a.value)) return sign(of("isNegative", "mask", b.value));
    if (a.value.type === "mask" && b.value.type === "mask")
      return { value: of("both", "mask", a.value, b.value), isSign: a.isSign || b.isSign };
    const [x, m] = a.value.type === "mask" ? [b.value, a.value] : [a.value, b.value];
    if (x.type === "i32") return plain(of("select", "i32", m, x, make("integer", "i32", [], 0, 0)));
    return plain(of("where", "f32", x, m));
  };
  const or = (a: Typed, b: Typed): Typed => {
    if (isMinusZero(b.value)) return plain(of("minusWhere", "f32", a.value, make("truth", "mask", [], 0, 1)));
    if (isMinusZero(a.value)) return or(b, a);
    if (a.value.type === "mask" && b.value.type === "mask")
      return plain(of("either", "mask", a.value, b.value));
    const [x, m] = a.value.type === "mask" ? [b.value, a.value] : [a.value, b.value];
    return plain(of("minusWhere", "f32", x, m));
  };
  const xor = (a: Typed, b: Typed): Typed => {
    if (a.value.type === "mask" && b.value.type === "mask") {
      const [some, all] = [of("either", "mask", a.value, b.value), of("both", "mask", a.value, b.value)];
      return sign(of("both", "mask", some, of("not", "mask", all)));
    }
    const [x, m] = a.value.type === "mask" ? [b.value, a.value] : [a.value, b.value];
    return plain(of("negateWhere", "f32", x, m));
  };

  const translate = (v: Instruction, given: readonly Typed[]): Typed => {
    const [a, b, c] = given;
    const args = given.map(({ value }) => value);
    switch (v.op) {
      case "constant":
      case "coefficient":
      case "plane":
        return plain(make(v.op, "f32", [], v.axes, v.immediate));
      case "label":
      case "maskByte":
      case "classIndex":
      case "integer":
        return plain(make(v.op, "i32", [], v.axes, v.immediate));
      case "and":
        return and(a, b);
      case "andnot":
        return and(a, { value: of("not", "mask", b.value), isSign: b.isSign });
      case "or":
        return or(a, b);
      case "xor":
        return xor(a, b);
      case "not":
        return { value: of("not", "mask", a.value), isSign: a.isSign };
      case "pmin":
        return plain(of("min", "f32", ...args));
      case "pmax":
        return plain(of("max", "f32", ...args));
      case "less":
      case "equal":
        return plain(of(v.op, "mask", ...args));
      case "atLeast":
        return plain(of("not", "mask", of("less", "mask", ...args)));
      case "notEqual":
        return plain(of("not", "mask", of("equal", "mask", ...args)));
      case "sameInteger":
        return plain(of("same", "mask", ...args));
      case "leastInteger":
        return plain(of("select", "i32", of("atMost", "mask", ...args), args[0], args[1]));
      case "select":
        return plain(of("select", b.value.type, a.value, b.value, c.value));
      case "signBit":
        return sign(a.value.type === "mask" ? a.value : of("isOdd", "mask", a.value));
      case "signMask":
        return plain(a.isSign ? a.value : of("isNegative", "mask", a.value));
      case "classMax":
      case "classTotal":
      case "classPair":
      case "ofLabel":
        return plain(make(v.op, "f32", args, v.axes));
      case "addInteger":
      case "subInteger":
      case "shiftLeft":
      case "shiftRight":
      case "toFloat":
        throw new Error(`${v.op} belongs to functions that are spelled out.`);
      default:
        return plain(make(v.op, "f32", args, v.axes));
    }
  };
  return (instruction) => visit(instruction).value;
}

/** The bits in which two values differ, turned where a mask holds: mask, yes and no. */
function choiceOf({ op, args }: Instruction): readonly [Instruction, Instruction, Instruction] | null {
  if (op !== "xor") return null;
  for (const [no, turned] of [args, [args[1], args[0]]]) {
    if (turned.op !== "and") continue;
    for (const [bits, mask] of [turned.args, [turned.args[1], turned.args[0]]]) {
      if (bits.op === "xor" && bits.args.includes(no))
        return [mask, bits.args[bits.args[0] === no ? 1 : 0], no];
      if (bits === no && no.op === "coefficient") return [mask, ZERO, no];
    }
  }
  return null;
}

/** What is rounded by adding 1.5 * 2^23 and taking it away again. */
function roundedOf({ op, args: [sum, rounder] }: Instruction): Instruction | undefined {
  if (op !== "sub" || sum.op !== "add" || rounder.immediate !== 1.5 * 2 ** 23) return undefined;
  return sum.args.includes(rounder) ? sum.args.find((arg) => arg !== rounder) : undefined;
}

const ZERO: Instruction = { id: -1, op: "constant", args: [], axes: 0, immediate: 0 };
