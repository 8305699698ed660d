import type { Builder } from "./builder.ts";
import type { Value } from "./value.ts";

/** The values of a graph, each once. */
export function reachable<O extends string>(roots: readonly Value<O>[]): Value<O>[] {
  return [...countUses(roots).keys()];
}

/** How often each value of a graph is an operand or a root. */
export function countUses<O extends string>(roots: readonly Value<O>[]): Map<Value<O>, number> {
  const uses = new Map<Value<O>, number>();
  const visit = (value: Value<O>): void => {
    const before = uses.get(value) ?? 0;
    uses.set(value, before + 1);
    if (before === 0) value.args.forEach(visit);
  };
  roots.forEach(visit);
  return uses;
}

/** Replaces parts of a value, each once; `change` gives what stands for a part, or null to look into it. */
export function rewritten(value: Value, build: Builder, change: (part: Value) => Value | null): Value {
  const done = new Map<Value, Value>();
  const visit = (part: Value): Value => {
    const known = done.get(part);
    if (known) return known;
    const result = change(part) ?? build.rebuilt(part, part.args.map(visit));
    done.set(part, result);
    return result;
  };
  return visit(value);
}
