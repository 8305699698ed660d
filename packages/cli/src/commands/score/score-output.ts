import { VERSION } from "../../host/version.ts";
import { shownArgument } from "../../queue/link/redis-address.ts";
import { comparisonText, type ScoreComparison } from "../../score/compare-scores.ts";
import type { FilePair } from "../../score/file-pair.ts";
import { junit } from "../../score/junit.ts";
import { scoreCsv } from "../../score/score-csv.ts";
import { type ModelReport, scoreJson } from "../../score/score-json.ts";
import type { ScoreSettings } from "../../score/score-settings.ts";
import { scoreTable } from "../../score/score-table.ts";
import { settingsOfModel } from "../../score/settings-of-model.ts";
import { worstCases } from "../../score/worst-cases.ts";
import type { Io } from "../../terminal/io.ts";
import type { ScoreCommandOptions } from "./score-command-options.ts";

/** What was scored. */
export interface ScoreOutput {
  readonly truth: string;
  readonly settings: ScoreSettings;
  readonly models: readonly ModelReport[];
  /** The files of each model. */
  readonly pairs: readonly (readonly FilePair[])[];
  /** Models, or the baseline and the model, image by image. */
  readonly comparisons: readonly ScoreComparison[];
}

/** Worst images on a page, for each model. */
const WORST_SHOWN = 8;

/** Writes the scores to where the options say. Files come last, since one that cannot be written must not cost what was scored. */
export async function writeScores(output: ScoreOutput, options: ScoreCommandOptions, io: Io): Promise<void> {
  const { models, comparisons, settings } = output;
  if (options.json) io.out(scoreJson(models, comparisons, settings));
  else printTables(output, io);
  if ((options.csv ?? options.html ?? options.junit) !== undefined) await writeFiles(output, options, io);
}

async function writeFiles(output: ScoreOutput, options: ScoreCommandOptions, io: Io): Promise<void> {
  const { writeWhole } = await import("../../output/write-whole.ts");
  const { models } = output;
  if (options.csv !== undefined) {
    await writeWhole(options.csv, scoreCsv(models));
    const lines = models.reduce((sum, { result }) => sum + result.images, 0);
    io.say(`${lines} ${lines === 1 ? "line" : "lines"} written to ${options.csv}`);
  }
  if (options.html !== undefined) {
    await writeWhole(options.html, await page(output));
    io.say(`page: ${options.html}`);
  }
  if (options.junit !== undefined) await writeWhole(options.junit, junit(models));
}

function printTables({ models, comparisons }: ScoreOutput, io: Io): void {
  for (const { name, result } of models) {
    if (result.images === 0) continue;
    io.out(`${models.length > 1 ? `== ${name} ==\n\n` : ""}${scoreTable(result, io.width)}`);
    if (models.length > 1) io.out("\n");
  }
  if (comparisons.length > 0) io.out(`${models.length > 1 ? "" : "\n"}Compared image by image\n\n`);
  for (const comparison of comparisons) io.out(`${comparisonText(comparison)}\n`);
}

async function page({ truth, settings, models, pairs, comparisons }: ScoreOutput): Promise<string> {
  const { scorePage } = await import("../../report/score/score-page.ts");
  const shown = [];
  for (const [k, model] of models.entries())
    shown.push({
      ...model,
      worst: await worstCases(pairs[k], settingsOfModel(model, settings), model.result, WORST_SHOWN),
    });
  // The address of a queue may hold a password.
  const command = `segloss ${process.argv.slice(2).map(shownArgument).join(" ")}`;
  return scorePage({ truth, models: shown, comparisons, command, version: VERSION });
}
