import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option, type Command as Parser } from "commander";
import { parseRegions, type Region } from "segloss/metrics";
import { dataError } from "../data/data-error.ts";
import { CONNECTIVITIES } from "../score/connectivities.ts";
import { pairFiles } from "../score/pair-files.ts";
import { type PairOutcome, runPairs, type ThreadChoice } from "../score/run-pairs.ts";
import { scoreCsv } from "../score/score-csv.ts";
import { scoreProgress } from "../score/score-progress.ts";
import type { ScoreResult } from "../score/score-result.ts";
import { scoreTable } from "../score/score-table.ts";
import { type ScoreCommandOptions, settingsOf } from "../score/settings-of.ts";
import { tally } from "../score/tally.ts";
import { checkFilePlace } from "./check-place.ts";
import type { Command } from "./command.ts";
import { interruptible } from "./interruptible.ts";
import type { Io } from "./io.ts";
import { aCount, aNumber, aPositiveList, wholeNumbers } from "./option-values.ts";
import { writeWhole } from "./write-whole.ts";

/** `segloss score`: metrics of predicted masks, per image and over a data set. */
export const scoreCommand: Command = {
  name: "score",
  summary: "Metrics of predicted masks against the truth: two files, or two folders paired by name.",
  examples: [
    "segloss score prediction.png truth.png",
    "segloss score predictions/ truth/ --metrics dice,iou,hd95 --ignore 255 --csv scores.csv",
    'segloss score predictions/ truth/ --labels instances --metrics "pq,ap,nsd(tolerance=2)" --json',
    'segloss score predictions/ truth/ --regions "WT=1+2+3,TC=2+3,ET=3" --metrics dice,hd95',
    "segloss score predictions/ truth/ --labels panoptic --things 24,25,26,27,28,31,32,33 --ignore 255 --metrics pq,sq,rq",
  ],
  define(parser: Parser, io: Io) {
    parser
      .argument("<predictions>", "mask or folder of masks: PNG, TIFF, NIfTI, NPY, in any mix")
      .argument("<truth>", "mask or folder of masks with the same names; extensions may differ")
      .option(
        "--metrics <list>",
        "names with commas, such as dice,hd95,nsd(tolerance=2); the first one sorts the images",
        "dice,iou,precision,recall",
      )
      .option(
        "--classes <labels>",
        "labels that are scored, each against everything else (default: all but 0)",
        wholeNumbers,
      )
      .option(
        "--regions <list>",
        "sets of labels that are scored instead, such as WT=1+2+3,TC=2+3; they may overlap",
        regions,
      )
      .option("--ignore <labels>", "labels of the truth whose pixels are left out, such as 255", wholeNumbers)
      .addOption(
        new Option(
          "--labels <kind>",
          "what labels above 0 are: classes, one class together, objects of one class, objects of many (class * 1000 + n, or COCO's)",
        )
          .choices(["classes", "foreground", "instances", "panoptic"])
          .default("classes"),
      )
      .option(
        "--divisor <n>",
        "with panoptic: labels are class * n + object (default: 1000, as Cityscapes)",
        aCount(2),
      )
      .option(
        "--things <classes>",
        "with panoptic: classes of objects; their bare label is a group of them (default: those seen as objects)",
        wholeNumbers,
      )
      .option(
        "--segments <files>",
        "with panoptic: COCO's JSON of the predictions and of the truth, a comma between",
      )
      .addOption(
        new Option(
          "--connectivity <n>",
          "neighbours of a pixel within an object: 4 or 8, in volumes 6, 18 or 26 (default: face, 4 or 6)",
        ).choices(CONNECTIVITIES),
      )
      .option("--min-size <pixels>", "objects of fewer pixels are taken out (default: 1)", aCount(1))
      .option(
        "--dilation <steps>",
        "parts that touch when grown by so many steps are one object (default: 0)",
        aCount(0),
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
      .option(
        "--objects",
        "list matched, missed, extra, merged and split objects: labels in --csv, places in --json",
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

function regions(text: string): Region[] {
  try {
    return parseRegions(text);
  } catch (cause) {
    throw new InvalidArgumentError(`${(cause as Error).message}.`);
  }
}

async function run(predictions: string, truth: string, options: ScoreCommandOptions, io: Io): Promise<void> {
  const settings = await settingsOf(options);
  if (options.csv !== undefined) await checkFilePlace("--csv", options.csv);
  const files = await pairFiles(predictions, truth);
  const counted = tally(settings);
  const problems = [...files.problems];
  const take = (outcome: PairOutcome) => {
    if ("score" in outcome) counted.add(outcome.score);
    else problems.push(outcome.problem);
  };
  await interruptible(io, async (signal) => {
    const progress = await scoreProgress(files.pairs.length, io);
    try {
      await runPairs(files.pairs, settings, threadsFor(options), signal, (outcome) => {
        take(outcome);
        progress.done();
      });
    } finally {
      progress.stop();
    }
    for (const problem of problems.sort()) io.say(problem);
    const result = counted.result();
    noteStrangers(result, io);
    await show(result, options, io);
  });
  if (problems.length === 0) return;
  const scored = problems.length - files.problems.length < files.pairs.length;
  throw dataError(
    `${problems.length} ${problems.length === 1 ? "problem" : "problems"} above; ${scored ? "the rest is scored" : "nothing is left to score"}`,
  );
}

/** What was not asked for is in no class, but it is there. */
function noteStrangers({ strangers }: ScoreResult, io: Io): void {
  if (strangers.length === 0) return;
  const [some, more] = [strangers.slice(0, 5).join(", "), strangers.length > 5 ? ", ..." : ""];
  io.say(
    `note: ${strangers.length === 1 ? `label ${some} was found and counts` : `labels ${some}${more} were found and count`} as everything else; --ignore leaves pixels out`,
  );
}

function threadsFor({ workers }: ScoreCommandOptions): ThreadChoice {
  return workers ? { most: workers, atOnce: true } : { most: availableParallelism(), atOnce: false };
}

async function show(result: ScoreResult, { csv, json }: ScoreCommandOptions, io: Io): Promise<void> {
  if (json) io.out(`${JSON.stringify(result, infinityAsText)}\n`);
  else if (result.images > 0) io.out(scoreTable(result, io.width));
  // Last, since a file that cannot be written must not cost what was scored.
  if (csv === undefined) return;
  await writeWhole(csv, scoreCsv(result));
  io.say(`${result.images} ${result.images === 1 ? "line" : "lines"} written to ${csv}`);
}

/** JSON has no Infinity, and null stands for what was skipped. */
function infinityAsText(_: string, value: unknown): unknown {
  return value === Infinity || value === -Infinity ? String(value) : value;
}
