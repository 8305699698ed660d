import type { FilePairs } from "./file-pair.ts";
import type { ModelReport } from "./score-json.ts";
import type { SetOutcome } from "./score-set.ts";
import type { ScoreSettings } from "./score-settings.ts";
import { setNotes } from "./set-notes.ts";

/** The scores of a model with all that is said of its files. */
export function modelReport(
  name: string,
  files: FilePairs,
  scored: SetOutcome,
  labels: ScoreSettings["labels"],
): Omit<ModelReport, "outcomes"> {
  const { result, white } = scored;
  return {
    ...{ name, result },
    problems: [...files.problems, ...scored.problems].sort(),
    notes: [...files.notes, ...setNotes(scored, labels)],
    ...(white && { white }),
  };
}
