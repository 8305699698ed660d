import type { FilePair } from "./file-pair.ts";
import type { ScorePair } from "./pair-scorer.ts";
import type { PairScore } from "./score-pair.ts";

/** A pair's scores (several where its files hold frames), or one line that says why there are none. */
export type PairOutcome =
  | { readonly scores: readonly PairScore[]; readonly pair: FilePair }
  | { readonly problem: string };

/** What is wrong with one file must not end the others. */
export async function outcomeOf(pair: FilePair, score: ScorePair): Promise<PairOutcome> {
  try {
    return { scores: await score(pair), pair };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const named = [pair.predicted, pair.truth].some((path) => text.includes(path));
    return { problem: named ? text : `${pair.predicted}: ${text}` };
  }
}
