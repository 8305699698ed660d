import type { WhiteRole } from "@segloss/io";
import type { FileNote } from "./file-note.ts";
import type { FilePair } from "./file-pair.ts";
import type { PairOutcome } from "./pair-outcome.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { type Tally, tally } from "./tally.ts";
import type { TallyState } from "./tally-state.ts";
import type { PairValues } from "./white-labels.ts";

/** A note about a file of the pair at a place of the list. */
export interface PlacedNote extends FileNote {
  readonly place: number;
}

/** Scores that were added up. */
export interface ShardPart {
  readonly state: TallyState;
  readonly notes: readonly PlacedNote[];
}

/** Pairs in which 255 was taken for something that the whole set may not take it for. */
export interface OpenPart extends ShardPart {
  /** What it was taken for, pair by pair; several where the frames of a pair disagree. */
  readonly roles: readonly WhiteRole[];
  /** Places in the list. */
  readonly pairs: readonly number[];
}

/** The scores of a list of pairs, as plain data: what a job hands back, and what one machine makes of all pairs. */
export interface ShardScores {
  /** Pairs without 255: their scores are the same whatever it means. */
  readonly plain: ShardPart;
  readonly open: readonly OpenPart[];
  /** The values that decide what 255 means, each kind of pair once. */
  readonly seen: readonly PairValues[];
  /** One line for each pair without scores. */
  readonly problems: readonly string[];
}

/** Scores pairs, wherever their files are, and hands each outcome on as it comes, in any order. */
export type RunPairs = (
  pairs: readonly FilePair[],
  settings: ScoreSettings,
  onOutcome: (outcome: PairOutcome) => void,
) => Promise<void>;

type Scored = Extract<PairOutcome, { scores: unknown }>;

/** Scores a list of pairs. */
export async function scoreShard(
  pairs: readonly FilePair[],
  settings: ScoreSettings,
  run: RunPairs,
  onDone: () => void = () => {},
): Promise<ShardScores> {
  const parts = new Map<string, Part & { readonly roles: readonly WhiteRole[] }>();
  const seen = distinctValues();
  const problems: string[] = [];
  await run(pairs, settings, (outcome) => {
    if ("problem" in outcome) problems.push(outcome.problem);
    else take(outcome);
    onDone();
  });
  const made = (key: string) => parts.get(key) ?? { ...beginPart(settings), roles: [] };
  const { state, notes } = partOf(made(""));
  return {
    plain: { state, notes },
    open: [...parts].flatMap(([key, part]) =>
      key === "" ? [] : [{ ...partOf(part), roles: part.roles, pairs: part.pairs }],
    ),
    ...{ seen: seen.values(), problems },
  };

  function take({ scores, place }: Scored): void {
    const roles = [...new Set(scores.flatMap(({ white }) => white ?? []))].sort();
    const key = roles.join(" ");
    const part = parts.get(key) ?? { ...beginPart(settings), roles };
    parts.set(key, part);
    part.pairs.push(place);
    for (const score of scores) {
      seen.add(score.seen);
      part.counted.add(score);
      for (const note of score.notes) part.notes.push({ ...note, place });
    }
  }
}

interface Part {
  readonly counted: Tally;
  readonly notes: PlacedNote[];
  readonly pairs: number[];
}

function beginPart(settings: ScoreSettings): Part {
  return { counted: tally(settings), notes: [], pairs: [] };
}

function partOf({ counted, notes }: Part): ShardPart {
  return { state: counted.state(), notes };
}

/** The values of many pairs, each kind of pair once. */
export function distinctValues(): { add(values: PairValues): void; values(): PairValues[] } {
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
