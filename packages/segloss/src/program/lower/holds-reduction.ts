import { type Expression, isApply, isSymbol, topological } from "../../formula/expression.ts";

/** Whether a sum over pixels, or the share of the region (which needs one), stands in the expression. */
export function holdsReduction(e: Expression): boolean {
  return topological([e]).some(isReduction);
}

export function isReduction(e: Expression): boolean {
  return isApply(e, "pixelSum") || isSymbol(e, "regionShare");
}
