import { type Axes, PIXEL } from "../../../formula/expression.ts";
import { inOrder } from "./order.ts";
import { simplify } from "./simplify.ts";
import { isReduction, type Value, type ValueOp } from "./value.ts";

/** Makes nodes, simplified, one object for equal ones. */
export interface ValueBuilder {
  leaf(op: ValueOp, axes: Axes, immediate?: number): Value;
  constant(x: number): Value;
  apply(op: ValueOp, ...args: Value[]): Value;
  shift(op: "shiftLeft" | "shiftRight", x: Value, bits: number): Value;
}

export function valueBuilder(): ValueBuilder {
  const known = new Map<string, Value>();
  const make = (op: ValueOp, args: readonly Value[], axes: Axes, immediate: number): Value => {
    const sign = Object.is(immediate, -0) ? "-" : "";
    const key = `${op} ${args.map((arg) => arg.id).join()} ${axes} ${sign}${immediate}`;
    const seen = known.get(key);
    if (seen) return seen;
    const depth = args.reduce((most, arg) => Math.max(most, arg.depth + 1), 0);
    const value: Value = { id: known.size, op, args, axes, immediate, depth };
    known.set(key, value);
    return value;
  };
  const constant = (x: number): Value => make("constant", [], 0, Math.fround(x));
  const apply = (op: ValueOp, ...given: Value[]): Value => {
    const args = inOrder(op, given);
    const simpler = simplify(op, args, apply, constant);
    if (simpler) return simpler;
    return make(op, args, axesOf(op, args), 0);
  };
  return {
    leaf: (op, axes, immediate = 0) => make(op, [], axes, immediate),
    constant,
    apply,
    shift: (op, x, bits) => make(op, [x], x.axes, bits),
  };
}

/** A reduction has its place in scratch memory for each pixel, also one of values that are the same for all. */
function axesOf(op: ValueOp, args: readonly Value[]): Axes {
  if (isReduction({ op }) || op === "ofLabel") return PIXEL;
  return args.reduce<number>((axes, arg) => axes | arg.axes, 0) as Axes;
}
