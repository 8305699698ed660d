import type { ValueBuilder } from "../ir/build.ts";
import { isCondition } from "../ir/simplify.ts";
import type { Value } from "../ir/value.ts";

/** A sum's operand as `plain` + log(1 + `logarithm`), either of them null. */
export interface SumParts {
  readonly plain: Value | null;
  readonly logarithm: Value | null;
}

/**
 * Takes log(1 + e) out of an operand: its sum over the pixels is the logarithm of a product, which costs a
 * multiplication per pixel instead of a logarithm.
 */
export function sumParts(value: Value, build: ValueBuilder): SumParts {
  if (value.op === "log1pUnit") return { plain: null, logarithm: value.args[0] };
  if (value.op === "and") {
    // A pixel that does not count has e = 0, and log(1 + 0) = 0.
    const condition = value.args.find(isCondition);
    const inner = value.args.find((arg) => arg !== condition);
    const parts = inner && sumParts(inner, build);
    if (!condition || !parts || parts.logarithm === null) return { plain: value, logarithm: null };
    const only = (part: Value | null): Value | null => part && build.apply("and", part, condition);
    return { plain: only(parts.plain), logarithm: only(parts.logarithm) };
  }
  if (value.op !== "add") return { plain: value, logarithm: null };
  const [a, b] = value.args;
  const [left, right] = [sumParts(a, build), sumParts(b, build)];
  if (left.logarithm !== null && right.logarithm !== null) return { plain: value, logarithm: null };
  const rest = [left.plain, right.plain].filter((part) => part !== null);
  const plain = rest.length === 2 ? build.apply("add", rest[0], rest[1]) : (rest[0] ?? null);
  return { plain, logarithm: left.logarithm ?? right.logarithm };
}
