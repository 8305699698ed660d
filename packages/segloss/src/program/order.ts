import type { Signatures } from "./signature.ts";
import type { Value } from "./value.ts";

/**
 * Below 0 when the first stands first as an operand of an operation that commutes: the deeper one, so that fewer results wait at a
 * time, else by the table of operations and by what it is made of. What a program looks like follows from what it computes
 * alone, not from the order in which its parts were made.
 */
export function compareValues<O extends string>(a: Value<O>, b: Value<O>, table: Signatures<O>): number {
  if (a === b) return 0;
  const difference =
    b.depth - a.depth || table[a.op].rank - table[b.op].rank || b.axes - a.axes || a.immediate - b.immediate;
  if (difference !== 0) return difference;
  const at = a.args.findIndex((arg, i) => arg !== b.args[i]);
  return at < 0 ? signOf(a) - signOf(b) : compareValues(a.args[at], b.args[at], table);
}

/** 0 and -0 are two constants. */
function signOf({ immediate }: Value<string>): number {
  return Object.is(immediate, -0) ? -1 : 1;
}
