import { type Expression, isSymbol } from "./expression.ts";

/** The symbol `y` of a formula when targets are class indices; soft targets are `y` itself. */
export const HARD_TARGET = "y";
export const SOFT_TARGET = "ysoft";

/** Whether the expression is the target given as class indices, which is 0 or 1 and sums to 1 over the classes. */
export function isHardTarget(e: Expression): boolean {
  return isSymbol(e, HARD_TARGET);
}
