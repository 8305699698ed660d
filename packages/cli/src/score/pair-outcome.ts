import type { FilePair } from "./file-pair.ts";
import type { ScorePair } from "./pair-scorer.ts";
import type { PairScore } from "./score-pair.ts";

/** A pair's scores (several where its files hold frames), or one line that says why there are none. */
export type PairOutcome =
  | { readonly scores: readonly PairScore[] /** In the list of pairs. */; readonly place: number }
  | { readonly problem: string };

/**
 * What is wrong with one file must not end the others.
 *
 * @param place of the pair in the list of pairs
 */
export async function outcomeOf(pair: FilePair, place: number, score: ScorePair): Promise<PairOutcome> {
  try {
    return { scores: await score(pair), place };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const named = [pair.predicted, pair.truth].some((path) => text.includes(path));
    return { problem: named ? text : `${pair.predicted}: ${text}` };
  }
}
