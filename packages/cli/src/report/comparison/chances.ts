import type { ComparisonVerdict } from "../../compare/protocol/results.ts";

/**
 * Of each loss the probability of being the best; null also where losses were still rising: it is about trainings of this length, and they
 * are a matter of longer ones.
 */
export function chances({ late, probabilityBest }: ComparisonVerdict): readonly number[] | null {
  return late?.length ? null : probabilityBest;
}
