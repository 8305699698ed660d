import { type Expression, isApply, mentions, topological } from "../../formula/expression.ts";

/** Whether a sum over pixels, or the share of the region (which needs one), stands in the expression. */
export function holdsReduction(e: Expression): boolean {
  return mentions(e, ["regionShare"]) || topological([e]).some((node) => isApply(node, "pixelSum"));
}
