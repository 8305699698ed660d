import { reachable, rewritten } from "./graph.ts";
import type { Program } from "./program.ts";
import type { Value, ValueBuilder } from "./value.ts";

/**
 * The program with one multiplication less where both e/(1 + e) and one of e/(1 + e) and 1/(1 + e), chosen by a
 * condition, are needed (0 <= e <= 1): the larger of the two where it may be chosen, else e/(1 + e).
 */
export function shareQuotients(program: Program, build: ValueBuilder): Program {
  const outputs = [...program.sums, ...program.stores, ...program.guards];
  const nodes = new Set(reachable(outputs.map(({ value }) => value)));
  const change = (value: Value): Value | null => {
    const found = chosenQuotient(value);
    if (!found) return null;
    const smaller = build.apply("mul", found.e, found.share);
    if (!nodes.has(smaller)) return null;
    return build.apply("pmax", smaller, build.apply(found.choice.op, found.share, found.choice.args[1]));
  };
  if (![...nodes].some((value) => change(value))) return program;
  const shared = <T extends { readonly value: Value }>(outputs: readonly T[]): T[] =>
    outputs.map((output) => ({ ...output, value: rewritten(output.value, build, change) }));
  return {
    ...program,
    sums: shared(program.sums),
    stores: shared(program.stores),
    guards: shared(program.guards),
  };
}

/** max(e, 1 where a condition holds) times 1/(1 + e), or null. */
function chosenQuotient({ op, args }: Value): { e: Value; share: Value; choice: Value } | null {
  if (op !== "mul") return null;
  const share = args.find((arg) => arg.op === "div" && isOne(arg.args[0]));
  const larger = args.find((arg) => arg.op === "pmax");
  const choice = larger?.args.find(
    (arg) =>
      (arg.op === "and" || arg.op === "andnot") && arg.args.some(isOne) && arg.args[1].op === "signMask",
  );
  const e = larger?.args.find((arg) => arg !== choice);
  if (!share || !choice || !e) return null;
  const sum = share.args[1];
  return sum.op === "add" && sum.args.includes(e) && sum.args.some(isOne) ? { e, share, choice } : null;
}

function isOne({ op, immediate }: Value): boolean {
  return op === "constant" && immediate === 1;
}
