import { vector } from "../../formula/expression.ts";
import type { Value } from "../value.ts";
import type { Lowering } from "./lowering.ts";

/** Whether a class has the largest value, of equal ones the first: among those the one with the highest mark. */
export function isLargest(x: Value, to: Lowering): Value {
  const { build, setting } = to;
  const marks = vector(Array.from({ length: setting.channels }, (_, c) => setting.channels - c));
  const isMaximum = build.equal(x, build.classMax(x));
  const mark = build.where(to.coefficient(marks, to.scope), isMaximum);
  return build.equal(mark, build.classMax(mark));
}
