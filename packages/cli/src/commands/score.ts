import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option, type Command as Parser } from "commander";
import type { EmptyPolicy } from "segloss/metrics";
import { readColourTable } from "../data/colour-table.ts";
import { dataError } from "../data/data-error.ts";
import type { PairPattern } from "../data/pair-pattern.ts";
import { parseMetrics } from "../score/metric-choice.ts";
import { pairFiles } from "../score/pair-files.ts";
import type { ThreadChoice } from "../score/run-pairs.ts";
import { scoreCsv } from "../score/score-csv.ts";
import type { ScoreSettings } from "../score/score-pair.ts";
import { scoreProgress } from "../score/score-progress.ts";
import { scoreSet } from "../score/score-set.ts";
import { scoreTable } from "../score/score-table.ts";
import { setNotes } from "../score/set-notes.ts";
import type { ScoreResult } from "../score/tally.ts";
import { checkFilePlace } from "./check-place.ts";
import type { Command } from "./command.ts";
import { interruptible } from "./interruptible.ts";
import type { Io } from "./io.ts";
import { aCount, aNumber, aPairPattern, aPositiveList, wholeNumbers } from "./option-values.ts";
import { writeWhole } from "./write-whole.ts";

interface ScoreCommandOptions {
  readonly metrics: string;
  readonly classes?: readonly number[];
  readonly ignore?: readonly number[];
  readonly spacing?: readonly number[];
  readonly empty: EmptyPolicy;
  readonly labels: ScoreSettings["labels"];
  readonly surface: ScoreSettings["surface"];
  readonly penalty: ScoreSettings["penalty"];
  readonly pairs?: PairPattern;
  readonly exif?: "raw" | "apply";
  readonly workers?: number;
  readonly csv?: string;
  readonly json?: boolean;
}

/** `segloss score`: metrics of predicted masks, per image and over a data set. */
export const scoreCommand: Command = {
  name: "score",
  summary: "Metrics of predicted masks against the truth: two files, or two folders paired by name.",
  examples: [
    "segloss score prediction.png truth.png",
    "segloss score predictions/ truth/ --metrics dice,iou,hd95 --ignore 255 --csv scores.csv",
    'segloss score predictions/ truth/ --labels instances --metrics "pq,ap,nsd(tolerance=2)" --json',
  ],
  define(parser: Parser, io: Io) {
    parser
      .argument("<predictions>", "mask or folder of masks, in any mix of formats")
      .argument("<truth>", "mask or folder of masks with the same names; extensions may differ")
      .option(
        "--metrics <list>",
        "names with commas, such as dice,hd95,nsd(tolerance=2); the first one sorts the images",
        "dice,iou,precision,recall",
      )
      .option("--classes <labels>", "labels that are scored (default: all but 0)", wholeNumbers)
      .option("--ignore <labels>", "labels of the truth whose pixels are left out, such as 255", wholeNumbers)
      .addOption(
        new Option(
          "--labels <kind>",
          "what labels above 0 are: classes, one class together, objects of one class",
        )
          .choices(["classes", "foreground", "instances"])
          .default("classes"),
      )
      .option(
        "--pairs <pattern>",
        'how file names pair, prediction=truth: "{id}_seg.nii.gz={id}.nii.gz" (default: the same stem)',
        aPairPattern,
      )
      .addOption(
        new Option(
          "--exif <what>",
          "whether pictures are turned by their EXIF orientation where sizes do not tell",
        ).choices(["raw", "apply"]),
      )
      .option("--spacing <list>", "pixel size, slowest axis first (default: the files', or 1)", aPositiveList)
      .addOption(
        new Option("--empty <policy>", "what a class scores that an image has in neither mask")
          .choices(["skip", "perfect", "worst"])
          .default("skip"),
      )
      .addOption(
        new Option("--surface <kind>", "what distances are between: edge pixels, or elements of the contour")
          .choices(["pixels", "elements"])
          .default("pixels"),
      )
      .option(
        "--penalty <distance>",
        'distance of a missed object: "diagonal" of the image, "Infinity", or a number',
        penalty,
        "diagonal",
      )
      .option(
        "--workers <n>",
        "threads (default: one, as many as there are cores where the work is long enough)",
        aCount(1),
      )
      .option("--csv <file>", "write a line per image to this file")
      .option("--json", "one JSON object on stdout, with every image")
      .action((predictions: string, truth: string, options: ScoreCommandOptions) =>
        run(predictions, truth, options, io),
      );
  },
};

function penalty(text: string): "diagonal" | number {
  if (text === "diagonal") return text;
  if (text.toLowerCase() === "infinity") return Infinity;
  const distance = aNumber(text);
  if (distance < 0)
    throw new InvalidArgumentError('Expected "diagonal", "Infinity" or a number of at least 0.');
  return distance;
}

async function run(predictions: string, truth: string, options: ScoreCommandOptions, io: Io): Promise<void> {
  const stated = settingsOf(options);
  if (options.csv !== undefined) await checkFilePlace("--csv", options.csv);
  const files = await pairFiles(predictions, truth, options.pairs);
  const colours = await readColourTable(truth);
  const settings = colours ? { ...stated, colours } : stated;
  const problems = [...files.problems];
  await interruptible(io, async (signal) => {
    const progress = await scoreProgress(files.pairs.length, io);
    const outcome = await scoreSet(files.pairs, settings, threadsFor(options), signal, progress.done).finally(
      progress.stop,
    );
    problems.push(...outcome.problems);
    for (const problem of problems.sort()) io.say(problem);
    for (const note of [...files.notes, ...setNotes(outcome, options.labels)]) io.say(`note: ${note}`);
    await show(outcome.result, options, io);
  });
  if (problems.length === 0) return;
  const scored = problems.length - files.problems.length < files.pairs.length;
  throw dataError(
    `${problems.length} ${problems.length === 1 ? "problem" : "problems"} above; ${scored ? "the rest is scored" : "nothing is left to score"}`,
  );
}

function settingsOf({
  metrics,
  classes,
  ignore = [],
  spacing,
  exif,
  ...rest
}: ScoreCommandOptions): ScoreSettings {
  const { empty, labels, surface, penalty: missed } = rest;
  parseMetrics(metrics);
  if (classes && labels !== "classes")
    throw dataError(`--classes goes with --labels classes; ${labels} are one class, every label above 0`);
  if (empty !== "skip" && labels === "classes" && !classes)
    throw dataError(
      `--empty ${empty} needs to know what an image could hold: name the labels with --classes`,
    );
  const settings = { metrics, ignore, empty, labels, surface, penalty: missed };
  return { ...settings, ...(classes && { classes }), ...(spacing && { spacing }), ...(exif && { exif }) };
}

function threadsFor({ workers }: ScoreCommandOptions): ThreadChoice {
  return workers ? { most: workers, atOnce: true } : { most: availableParallelism(), atOnce: false };
}

async function show(result: ScoreResult, { csv, json }: ScoreCommandOptions, io: Io): Promise<void> {
  if (json) io.out(`${JSON.stringify(result, infinityAsText)}\n`);
  else if (result.images > 0) io.out(scoreTable(result));
  // Last, since a file that cannot be written must not cost what was scored.
  if (csv === undefined) return;
  await writeWhole(csv, scoreCsv(result));
  io.say(`${result.images} ${result.images === 1 ? "line" : "lines"} written to ${csv}`);
}

/** JSON has no Infinity, and null stands for what was skipped. */
function infinityAsText(_: string, value: unknown): unknown {
  return value === Infinity || value === -Infinity ? String(value) : value;
}
