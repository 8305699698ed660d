import type { WhiteRole } from "@segloss/io";
import type { FileNote } from "./file-note.ts";
import type { FilePair } from "./file-pair.ts";
import type { PairOutcome } from "./pair-outcome.ts";
import type { PairScore } from "./score-pair.ts";
import type { ScoreResult } from "./score-result.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { tally } from "./tally.ts";
import { type PairValues, pairRole } from "./white-labels.ts";

/** The scores of a set of pairs, and what there is to say about its files. */
export interface SetOutcome {
  readonly result: ScoreResult;
  /** One line for each pair without scores. */
  readonly problems: readonly string[];
  readonly notes: readonly FileNote[];
  /** What 255 was taken for, where it occurs and nothing is said about it. */
  readonly white?: WhiteRole;
}

/** Scores pairs and hands each outcome on as it comes, in any order. */
export type RunPairs = (
  pairs: readonly FilePair[],
  settings: ScoreSettings,
  onOutcome: (outcome: PairOutcome) => void,
) => Promise<void>;

type Scored = Extract<PairOutcome, { scores: unknown }>;

/** Scores all pairs; those in which 255 means something else in the set than by themselves are scored again. */
export async function scoreSet(
  pairs: readonly FilePair[],
  settings: ScoreSettings,
  run: RunPairs,
  signal: AbortSignal,
  onDone: () => void,
): Promise<SetOutcome> {
  const counted = tally(settings);
  const problems: string[] = [];
  const notes: FileNote[] = [];
  // Pairs without 255 are the same whatever it means, and their numbers need not be kept.
  const open: Scored[] = [];
  const seen = distinctValues();
  const add = (score: PairScore) => {
    counted.add(score);
    notes.push(...score.notes);
  };
  const take = (outcome: PairOutcome, last: boolean) => {
    if ("problem" in outcome) problems.push(outcome.problem);
    else {
      for (const score of outcome.scores) seen.add(score.seen);
      if (!last && outcome.scores.some(({ white }) => white)) open.push(outcome);
      else outcome.scores.forEach(add);
    }
  };
  await run(pairs, settings, (outcome) => {
    take(outcome, false);
    onDone();
  });
  const white = open.length > 0 ? pairRole(seen.values()) : undefined;
  const settled = (outcome: Scored) => outcome.scores.every((score) => (score.white ?? white) === white);
  for (const { scores } of open.filter(settled)) scores.forEach(add);
  const again = open.filter((outcome) => !settled(outcome)).map(({ pair }) => pair);
  if (again.length > 0 && white && !signal.aborted)
    await run(again, { ...settings, white }, (outcome) => take(outcome, true));
  return { result: counted.result(), problems, notes, ...(white && { white }) };
}

/** The values of many pairs, each kind of pair once. */
function distinctValues(): { add(values: PairValues): void; values(): PairValues[] } {
  const kinds = new Map<string, PairValues>();
  return {
    add(values) {
      const key = JSON.stringify([sorted(values.predicted), sorted(values.truth)]);
      if (!kinds.has(key)) kinds.set(key, values);
    },
    values: () => [...kinds.values()],
  };
}

function sorted(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
