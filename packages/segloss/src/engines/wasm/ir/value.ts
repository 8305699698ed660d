import { type Axes, PIXEL } from "../../../formula/expression.ts";
import { inOrder, simplify } from "./simplify.ts";

/** Operations on vectors of four pixels. Conditions are lanes of all ones or all zeros. */
export type ValueOp =
  // Leaves.
  | "constant" // immediate: the float
  | "coefficient" // immediate: index in the table of coefficients of the image
  | "plane" // immediate: index of the input plane (float32)
  | "label" // class index of the pixel, as integers
  | "maskByte" // the caller's mask, as integers
  | "classIndex" // the class of this round, as integers
  | "integer" // immediate: an integer in all lanes
  // Arithmetic.
  | "add"
  | "sub"
  | "mul"
  | "div"
  | "neg"
  | "abs"
  | "sqrt"
  | "pmin"
  | "pmax"
  // Conditions and bits.
  | "less"
  | "atLeast"
  | "equal"
  | "notEqual"
  | "sameInteger"
  | "leastInteger" // the smaller of two, unsigned
  | "not"
  | "and"
  | "andnot" // a and not b
  | "or"
  | "xor"
  | "select" // condition, yes, no
  | "signBit" // condition or integer 0/1 (its lowest bit) to the sign bit
  | "signMask" // all ones where the sign bit is set
  // Of integers, in functions that are spelled out.
  | "addInteger"
  | "subInteger"
  | "shiftLeft" // immediate: by so many bits
  | "shiftRight" // the same, keeping the sign
  | "toFloat"
  // Functions, in `math/`, until they are spelled out.
  | "expNegative" // x <= 0
  | "exp"
  | "log"
  | "log1p"
  | "log1pUnit" // 0 <= x <= 1
  | "tanh"
  | "sinh"
  | "cosh"
  // Over the classes of a pixel.
  | "ofLabel" // value per class, label: that of the pixel's own class
  | "classMax"
  | "classTotal"
  | "classPair" // total as a sum of two floats, for `pairHigh` and `pairLow`
  | "pairHigh"
  | "pairLow";

/** A node of the vector program: an immutable graph in which equal nodes are one object. */
export interface Value {
  readonly id: number;
  readonly op: ValueOp;
  readonly args: readonly Value[];
  readonly axes: Axes;
  readonly immediate: number;
}

const REDUCTIONS: ReadonlySet<ValueOp> = new Set(["classMax", "classTotal", "classPair"]);
const LEAVES: ReadonlySet<ValueOp> = new Set([
  "constant",
  "coefficient",
  "plane",
  "label",
  "maskByte",
  "classIndex",
  "integer",
]);

export function isReduction({ op }: Value): boolean {
  return REDUCTIONS.has(op);
}

export function isLeaf({ op }: Value): boolean {
  return LEAVES.has(op);
}

/** The number 1. */
export function isOne({ op, immediate }: Value): boolean {
  return op === "constant" && immediate === 1;
}

/** A reduction has its place in scratch memory for each pixel, also one of values that are the same for all. */
function axesOf(op: ValueOp, args: readonly Value[]): Axes {
  if (REDUCTIONS.has(op) || op === "ofLabel") return PIXEL;
  return args.reduce<number>((axes, arg) => axes | arg.axes, 0) as Axes;
}

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
    const value: Value = { id: known.size, op, args, axes, immediate };
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
