import type { WhiteRole } from "@segloss/io";
import type { FileNote } from "./file-note.ts";
import type { FilePair } from "./file-pair.ts";
import type { ScoreResult } from "./score-result.ts";
import type { ScoreSettings } from "./score-settings.ts";
import {
  distinctValues,
  type OpenPart,
  type PlacedNote,
  type ShardPart,
  type ShardScores,
} from "./score-shard.ts";
import { tally } from "./tally.ts";
import { pairRole } from "./white-labels.ts";

/** The scores of a set of pairs, and what there is to say about its files. */
export interface SetOutcome {
  readonly result: ScoreResult;
  /** One line for each pair without scores. */
  readonly problems: readonly string[];
  readonly notes: readonly FileNote[];
  /** What 255 was taken for, where it occurs and nothing is said about it. */
  readonly white?: WhiteRole;
}

/**
 * Scores pairs, here or elsewhere, and hands them on shard by shard, in any order.
 * @param onShard with the place at which its pairs begin in the list
 */
export type RunShards = (
  pairs: readonly FilePair[],
  settings: ScoreSettings,
  onShard: (shard: ShardScores, begin: number) => void,
) => Promise<void>;

/** Scores all pairs; those in which 255 means something else in the set than by themselves are scored again. */
export async function scoreSet(
  pairs: readonly FilePair[],
  settings: ScoreSettings,
  runShards: RunShards,
  signal: AbortSignal,
): Promise<SetOutcome> {
  const counted = tally(settings);
  const problems: string[] = [];
  const notes: PlacedNote[] = [];
  const open: OpenPart[] = [];
  const seen = distinctValues();
  const add = ({ state, notes: own }: ShardPart, placeOf: (place: number) => number) => {
    counted.merge(state);
    for (const note of own) notes.push({ ...note, place: placeOf(note.place) });
  };
  await runShards(pairs, settings, (shard, begin) => {
    const placeOf = (place: number) => begin + place;
    problems.push(...shard.problems);
    for (const values of shard.seen) seen.add(values);
    add(shard.plain, placeOf);
    for (const part of shard.open) open.push(moved(part, placeOf));
  });
  const white = open.length > 0 ? pairRole(seen.values()) : undefined;
  const isSettled = ({ roles }: OpenPart) => roles.every((role) => role === white);
  for (const part of open.filter(isSettled)) add(part, (place) => place);
  const again = open.filter((part) => !isSettled(part)).flatMap((part) => part.pairs);
  again.sort((a, b) => a - b);
  if (again.length > 0 && white && !signal.aborted)
    await runShards(
      again.map((place) => pairs[place]),
      { ...settings, white },
      (shard, begin) => {
        problems.push(...shard.problems);
        for (const part of [shard.plain, ...shard.open]) add(part, (place) => again[begin + place]);
      },
    );
  notes.sort((a, b) => a.place - b.place);
  return {
    ...{ result: counted.result(), problems },
    notes: notes.map(({ file, text }) => ({ file, text })),
    ...(white && { white }),
  };
}

function moved({ pairs, notes, ...part }: OpenPart, placeOf: (place: number) => number): OpenPart {
  return {
    ...part,
    pairs: pairs.map(placeOf),
    notes: notes.map((note) => ({ ...note, place: placeOf(note.place) })),
  };
}
