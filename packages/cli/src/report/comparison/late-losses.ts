import type { ComparisonResults } from "../../compare/protocol/results.ts";
import { wasRising } from "../../compare/verdict/was-rising.ts";

/** Losses, by their place, that lie below the leader and are not called worse because they were still rising. */
export function lateLosses({ verdict, losses, plan }: ComparisonResults): number[] {
  if (verdict.word !== "undecided") return [];
  return verdict.rows
    .filter(({ b, word, low }) => word === "undecided" && low > 0 && wasRising(losses[b].trials, plan))
    .map(({ b }) => b);
}
