import type { Builder } from "../builder.ts";
import type { Value } from "../value.ts";

/** A sum's operand as `plain` + log(1 + `logarithm`), either of them null. */
export interface SumParts {
  readonly plain: Value | null;
  readonly logarithm: Value | null;
}

/**
 * Takes log(1 + e) out of an operand: its sum over the pixels is the logarithm of a product, which costs a
 * multiplication per pixel instead of a logarithm.
 */
export function sumParts(value: Value, build: Builder): SumParts {
  if (value.op === "log1pUnit") return { plain: null, logarithm: value.args[0] };
  if (value.op === "where") {
    // A pixel that does not count has e = 0, and log(1 + 0) = 0.
    const [inner, condition] = value.args;
    const parts = sumParts(inner, build);
    if (parts.logarithm === null) return { plain: value, logarithm: null };
    const only = (part: Value | null): Value | null => part && build.where(part, condition);
    return { plain: only(parts.plain), logarithm: only(parts.logarithm) };
  }
  if (value.op !== "add") return { plain: value, logarithm: null };
  const [a, b] = value.args;
  const [left, right] = [sumParts(a, build), sumParts(b, build)];
  if (left.logarithm !== null && right.logarithm !== null) return { plain: value, logarithm: null };
  const rest = [left.plain, right.plain].filter((part) => part !== null);
  const plain = rest.length === 2 ? build.add(rest[0], rest[1]) : (rest[0] ?? null);
  return { plain, logarithm: left.logarithm ?? right.logarithm };
}
