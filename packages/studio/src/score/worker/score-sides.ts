import {
  modelReport,
  oneShard,
  outcomeOf,
  pairScorer,
  type RunPairs,
  scoreCsv,
  scoreJson,
  scoreSet,
  withNames,
} from "@segloss/cli/score";
import type { Role, Side } from "../files/side.ts";
import type { Choices, Scored } from "./messages.ts";
import { namedSides, pairsOf } from "./pairs-of.ts";
import { settingsOf } from "./settings-of.ts";
import { sideReader } from "./side-reader.ts";
import { truthFacts } from "./truth-facts.ts";

/**
 * Scores two sides: what `segloss score` says of the same files, by the same code.
 *
 * @param onDone is told after each pair how many of how many are done
 */
export async function scoreSides(
  sides: Readonly<Record<Role, Side>>,
  choices: Choices,
  signal: AbortSignal,
  onDone: (done: number, of: number) => void,
): Promise<Scored> {
  const facts = await truthFacts(sides.truth, namedSides(sides).truth.title);
  const settings = { ...settingsOf(choices), ...facts.colours };
  const files = pairsOf(sides);
  const read = sideReader(sides);
  const run: RunPairs = async (pairs, own, onOutcome) => {
    const score = pairScorer(own, read);
    for (const pair of pairs) {
      if (signal.aborted) return;
      onOutcome(await outcomeOf(pair, score));
    }
  };
  let done = 0;
  onDone(done, files.pairs.length);
  const shards = oneShard(run, () => onDone(++done, files.pairs.length));
  const scored = await scoreSet(files.pairs, settings, shards, signal);
  const unnamed = modelReport(sides.predicted.name, files, scored, settings.labels);
  const report = { ...unnamed, result: withNames(unnamed.result, facts.names), outcomes: [] };
  return {
    ...{ result: report.result, problems: report.problems, notes: report.notes, pairs: files.pairs },
    settings: { ...settings, ...(report.white && { white: report.white }) },
    json: scoreJson([report], [], settings),
    csv: scoreCsv([report]),
  };
}
