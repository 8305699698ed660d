import { vector } from "../../../formula/expression.ts";
import type { Value } from "../ir/value.ts";
import type { Lowering } from "./lowering.ts";

/** Whether a class has the largest value, of equal ones the first: among those the one with the highest mark. */
export function isLargest(x: Value, to: Lowering): Value {
  const { build, setting } = to;
  const marks = vector(Array.from({ length: setting.channels }, (_, c) => setting.channels - c));
  const isMaximum = build.apply("equal", x, build.apply("classMax", x));
  const mark = build.apply("and", to.coefficient(marks, to.scope), isMaximum);
  return build.apply("equal", mark, build.apply("classMax", mark));
}
