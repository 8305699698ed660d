import type { Builder } from "../builder.ts";
import { reachable, rewritten } from "../graph.ts";
import { changed, type Program, valuesOf } from "../program.ts";
import { isOne, type Value } from "../value.ts";

/**
 * The program with one multiplication less where both e/(1 + e) and one of e/(1 + e) and 1/(1 + e), chosen by a
 * condition, are needed (0 <= e <= 1): the larger of the two where it may be chosen, else e/(1 + e).
 */
export function shareQuotients(program: Program, build: Builder): Program {
  const nodes = new Set(reachable(valuesOf(program)));
  const change = (value: Value): Value | null => {
    const found = chosenQuotient(value);
    if (!found) return null;
    const smaller = build.mul(found.e, found.share);
    if (!nodes.has(smaller)) return null;
    return build.max(smaller, build.rebuilt(found.choice, [found.share, found.choice.args[1]]));
  };
  if (![...nodes].some((value) => change(value))) return program;
  return changed(program, (value) => rewritten(value, build, change));
}

/** max(e, 1 where a condition holds) times 1/(1 + e), or null. */
function chosenQuotient({ op, args }: Value): { e: Value; share: Value; choice: Value } | null {
  if (op !== "mul") return null;
  const share = args.find((arg) => arg.op === "div" && isOne(arg.args[0]));
  const larger = args.find((arg) => arg.op === "max");
  const choice = larger?.args.find(
    ({ op, args }) => (op === "where" || op === "unless") && isOne(args[0]) && args[1].op === "isNegative",
  );
  const e = larger?.args.find((arg) => arg !== choice);
  if (!share || !choice || !e) return null;
  const sum = share.args[1];
  return sum.op === "add" && sum.args.includes(e) && sum.args.some(isOne) ? { e, share, choice } : null;
}
