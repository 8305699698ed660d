import type { FileSystem } from "../data/files/file-system.ts";
import { oneShard } from "./one-shard.ts";
import { outcomeOf } from "./pair-outcome.ts";
import { pairReaderOf } from "./pair-reader-of.ts";
import { pairScorer } from "./pair-scorer.ts";
import { prepareScore, type ScoredPaths } from "./request/prepare-score.ts";
import type { ScoreOptions } from "./request/score-options.ts";
import { type ScoredModels, scoreModels } from "./score-models.ts";
import type { ScoreSettings } from "./score-settings.ts";
import type { RunPairs } from "./score-shard.ts";

/** What is said of files, and by which settings. */
export interface GivenScores extends ScoredModels {
  readonly settings: ScoreSettings;
}

/**
 * What `segloss score` says of files, wherever they are: one pair after the other, in this thread.
 *
 * @param onDone is told after each pair how many of a model's pairs are done
 * @throws DataError as the command does
 */
export async function scoreGiven(
  files: FileSystem,
  paths: ScoredPaths,
  options: ScoreOptions,
  { signal, onDone }: { readonly signal: AbortSignal; onDone(done: number, of: number): void },
): Promise<GivenScores> {
  const prepared = await prepareScore(files, paths, options);
  const run: RunPairs = async (pairs, settings, onOutcome) => {
    const score = pairScorer(settings, pairReaderOf(files, settings));
    for (const [place, pair] of pairs.entries()) {
      if (signal.aborted) return;
      onOutcome(await outcomeOf(pair, place, score));
    }
  };
  const shardsOf = (pairs: number) => {
    let done = 0;
    onDone(done, pairs);
    return { run: oneShard(run, () => onDone(++done, pairs)), stop: () => {} };
  };
  const scored = await scoreModels(files, prepared, { signal, shardsOf, onModel: () => {} });
  return { ...scored, settings: prepared.settings };
}
