import { givenFiles, junit, readScoreOptions, scoreCsv, scoreGiven, scoreJson } from "@segloss/cli/score";
import { type BothSides, mounted } from "../files/mounted.ts";
import { commandLine } from "./command-line.ts";
import type { Choices, Scored } from "./messages.ts";
import { withOptionFiles } from "./with-option-files.ts";

/**
 * Scores the sides: what `segloss score` says of the same files, by the same code.
 *
 * @param onDone is told after each pair how many of how many of a model are done
 */
export async function scoreSides(
  sides: BothSides,
  choices: Choices,
  signal: AbortSignal,
  onDone: (done: number, of: number) => void,
): Promise<Scored> {
  const { files, ...paths } = mounted(sides);
  const asked = withOptionFiles(choices);
  const given = givenFiles(new Map([...files, ...asked.files]));
  const scored = await scoreGiven(given, paths, readScoreOptions(asked.texts), { signal, onDone });
  const { models, comparisons, settings } = scored;
  const hasLimits = models.some(({ outcomes }) => outcomes.length > 0);
  return {
    ...scored,
    json: scoreJson(models, comparisons, settings),
    csv: scoreCsv(models),
    ...(hasLimits && { junit: junit(models) }),
    line: commandLine(paths, asked.texts),
  };
}
