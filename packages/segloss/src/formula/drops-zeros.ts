import { type ApplyNode, isApply } from "./expression.ts";

/**
 * Whether the pixels of a rank without an error get no weight: an absolute or positive part of 0 has no slope, and the
 * value does not need it.
 */
export function dropsZeros({ op, args: [ranked] }: ApplyNode): boolean {
  return op === "lovaszWeights" && (isApply(ranked, "abs") || isApply(ranked, "relu"));
}
