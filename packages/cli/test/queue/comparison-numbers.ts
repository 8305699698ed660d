import { networksIn } from "../compare/networks-in.ts";
import { resultsIn } from "../compare/results-in.ts";
/** What a comparison came to, without what a clock and who worked say; networks to the byte. */
export async function comparisonNumbers(folder: string) {
  const { losses, verdict, screen } = await resultsIn(folder);
  const trials = losses.map(({ loss, trials: all }) => [
    loss,
    all.map(({ id, curve, evidence, state, reason }) => ({ id, curve, evidence, state, reason })),
  ]);
  const { needed: _, ...said } = verdict;
  return { trials, said, screen, ...(await networksIn(folder)) };
}
