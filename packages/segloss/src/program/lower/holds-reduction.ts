import { type Expression, isApply, isSymbol, topological } from "../../formula/expression.ts";

/** Whether a sum over pixels, or the share of the region (which needs one), stands in one of the expressions. */
export function holdsReduction(...roots: readonly Expression[]): boolean {
  return topological(roots).some((node) => isApply(node, "pixelSum") || isSymbol(node, "regionShare"));
}
