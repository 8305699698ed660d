import type { Constructors } from "./constructors.ts";
import { type Expression, isApply, mentions, number } from "./expression.ts";
import { HARD_TARGET, isHardTarget } from "./targets.ts";

/** A sum or product at a value of the hard target; undefined where the target stands deeper. */
export function atTarget(e: Expression, value: 0 | 1, make: Constructors): Expression | undefined {
  const done = new Map<string, Expression | undefined>();
  const visit = (node: Expression): Expression | undefined => {
    if (!done.has(node.key)) done.set(node.key, atTargetNew(node, value, visit, make));
    return done.get(node.key);
  };
  return visit(e);
}

function atTargetNew(
  e: Expression,
  value: 0 | 1,
  visit: (part: Expression) => Expression | undefined,
  { add, mul }: Constructors,
): Expression | undefined {
  if (isHardTarget(e)) return number(value);
  if (!isApply(e, "add") && !isApply(e, "mul")) return mentions(e, [HARD_TARGET]) ? undefined : e;
  const parts = e.args.map(visit);
  if (!parts.every((part) => part !== undefined)) return undefined;
  return isApply(e, "add") ? add(...parts) : mul(...parts);
}
