import type { Value, ValueOp } from "./value.ts";

/** Operations whose operands may change places without a change in the result. */
const COMMUTATIVE: ReadonlySet<ValueOp> = new Set([
  ...(["add", "mul", "and", "or", "xor", "equal", "notEqual", "sameInteger"] as const),
]);

/** Operations in the order in which operands of one depth stand. */
const RANKS: readonly ValueOp[] = [
  ...(["plane", "label", "maskByte", "classIndex", "coefficient", "integer", "constant"] as const),
  ...(["ofLabel", "classTotal", "classMax", "classPair", "pairHigh", "pairLow"] as const),
  ...(["expNegative", "exp", "log", "log1p", "log1pUnit", "tanh", "sinh", "cosh", "sqrt", "div"] as const),
  ...(["mul", "add", "sub", "neg", "abs", "pmin", "pmax", "select", "xor", "and", "andnot", "or"] as const),
  ...(["less", "atLeast", "equal", "notEqual", "sameInteger", "leastInteger", "not"] as const),
  ...(["signBit", "signMask", "addInteger", "subInteger", "shiftLeft", "shiftRight", "toFloat"] as const),
];
const RANK_OF: ReadonlyMap<ValueOp, number> = new Map(RANKS.map((op, rank) => [op, rank]));

/**
 * The operands of a commutative operation as equal nodes have them: the deeper one first, so that fewer results wait at a time. What
 * a program looks like follows from what it computes alone, not from the order in which its parts were made.
 */
export function inOrder(op: ValueOp, args: readonly Value[]): readonly Value[] {
  return COMMUTATIVE.has(op) && compare(args[0], args[1]) > 0 ? [args[1], args[0]] : args;
}

/** Below 0 when the first stands first. */
function compare(a: Value, b: Value): number {
  if (a === b) return 0;
  const difference =
    b.depth - a.depth ||
    (RANK_OF.get(a.op) as number) - (RANK_OF.get(b.op) as number) ||
    b.axes - a.axes ||
    a.immediate - b.immediate;
  if (difference !== 0) return difference;
  const at = a.args.findIndex((arg, i) => arg !== b.args[i]);
  return at < 0 ? signOf(a) - signOf(b) : compare(a.args[at], b.args[at]);
}

/** 0 and -0 are two constants. */
function signOf({ immediate }: Value): number {
  return Object.is(immediate, -0) ? -1 : 1;
}
