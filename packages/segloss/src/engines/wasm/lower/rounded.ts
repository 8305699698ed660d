import type { ValueBuilder } from "../ir/build.ts";
import type { Value } from "../ir/value.ts";

/** The nearest integer of a float32 below 2^22: adding 1.5 * 2^23 leaves no room for a fraction. */
export function rounded(x: Value, build: ValueBuilder): Value {
  const rounder = build.constant(1.5 * 2 ** 23);
  return build.apply("sub", build.apply("add", x, rounder), rounder);
}
