import { availableParallelism } from "node:os";
import { InvalidArgumentError, Option, type Command as Parser } from "commander";
import { type EmptyPolicy, parseRegions, type Region } from "segloss/metrics";
import { dataError } from "../data/data-error.ts";
import { CONNECTIVITIES } from "../score/connectivities.ts";
import { type MetricChoice, parseMetrics } from "../score/metric-choice.ts";
import { pairFiles } from "../score/pair-files.ts";
import { panopticSettings } from "../score/panoptic-settings.ts";
import { type PairOutcome, runPairs, type ThreadChoice } from "../score/run-pairs.ts";
import { scoreCsv } from "../score/score-csv.ts";
import { scoreProgress } from "../score/score-progress.ts";
import type { PartSettings, ScoreSettings } from "../score/score-settings.ts";
import { scoreTable } from "../score/score-table.ts";
import { type ScoreNote, type ScoreResult, tally } from "../score/tally.ts";
import { checkFilePlace } from "./check-place.ts";
import type { Command } from "./command.ts";
import { interruptible } from "./interruptible.ts";
import type { Io } from "./io.ts";
import { aCount, aNumber, aPositiveList, wholeNumbers } from "./option-values.ts";
import { writeWhole } from "./write-whole.ts";

interface ScoreCommandOptions {
  readonly metrics: string;
  readonly classes?: readonly number[];
  readonly regions?: readonly Region[];
  readonly ignore?: readonly number[];
  readonly spacing?: readonly number[];
  readonly empty: EmptyPolicy;
  readonly labels: ScoreSettings["labels"];
  readonly surface: ScoreSettings["surface"];
  readonly penalty: ScoreSettings["penalty"];
  readonly divisor?: number;
  readonly things?: readonly number[];
  readonly segments?: string;
  readonly connectivity?: string;
  readonly minSize?: number;
  readonly dilation?: number;
  readonly objects?: boolean;
  readonly geometry: "world" | "ignore";
  readonly axes?: string;
  readonly array?: string;
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
    'segloss score predictions/ truth/ --regions "WT=1+2+3,TC=2+3,ET=3" --metrics dice,hd95',
    "segloss score predictions/ truth/ --labels panoptic --things 24,25,26,27,28,31,32,33 --ignore 255 --metrics pq,sq,rq",
  ],
  define(parser: Parser, io: Io) {
    parser
      .argument(
        "<predictions>",
        "mask or folder of masks: PNG, TIFF, NIfTI, NRRD, MetaImage, DICOM SEG, NPY, in any mix",
      )
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
        new Option(
          "--geometry <how>",
          "world: flips and turns of axes that the files state are undone; ignore: pixels are paired by index",
        )
          .choices(["world", "ignore"])
          .default("world"),
      )
      .option(
        "--axes <letters>",
        "what the axes of NPY and NPZ arrays are, slowest first: z, y, x, and c for classes, such as xyz",
      )
      .option("--array <name>", "which array of an NPZ, or label image of an OME-Zarr, is meant")
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
    for (const note of result.notes) io.say(`note: ${noteText(note)}`);
    await show(result, options, io);
  });
  if (problems.length === 0) return;
  const scored = problems.length - files.problems.length < files.pairs.length;
  throw dataError(
    `${problems.length} ${problems.length === 1 ? "problem" : "problems"} above; ${scored ? "the rest is scored" : "nothing is left to score"}`,
  );
}

function noteText({ text, images, first }: ScoreNote): string {
  return images === 1 ? `${first}: ${text}` : `${images} images (${first} the first): ${text}`;
}

/** What was not asked for is in no class, but it is there. */
function noteStrangers({ strangers }: ScoreResult, io: Io): void {
  if (strangers.length === 0) return;
  const [some, more] = [strangers.slice(0, 5).join(", "), strangers.length > 5 ? ", ..." : ""];
  io.say(
    `note: ${strangers.length === 1 ? `label ${some} was found and counts` : `labels ${some}${more} were found and count`} as everything else; --ignore leaves pixels out`,
  );
}

async function settingsOf(options: ScoreCommandOptions): Promise<ScoreSettings> {
  const { metrics, classes, regions: named, ignore = [], spacing, objects } = options;
  const { empty, labels, surface, penalty: missed } = options;
  checkTogether(options, parseMetrics(metrics));
  const geometry = options.geometry === "ignore" ? ("index" as const) : ("world" as const);
  const { axes, array } = options;
  const decode = { ...(axes !== undefined && { axes }), ...(array !== undefined && { array }) };
  const settings = { metrics, ignore, empty, labels, surface, penalty: missed, geometry, decode };
  const panoptic = labels === "panoptic" ? await panopticSettings(options) : undefined;
  return {
    ...settings,
    ...(classes && { classes }),
    ...(named && { regions: named }),
    ...(spacing && { spacing }),
    ...(panoptic && { panoptic }),
    ...(objects && { objects }),
    parts: partSettings(options),
  };
}

function partSettings({ connectivity, minSize, dilation }: ScoreCommandOptions): PartSettings {
  return {
    ...(connectivity !== undefined && { connectivity }),
    ...(minSize !== undefined && { smallest: minSize }),
    ...(dilation !== undefined && { dilation }),
  };
}

/** @throws DataError for options that contradict each other */
function checkTogether(options: ScoreCommandOptions, choices: readonly MetricChoice[]): void {
  const { classes, regions: named, labels, empty } = options;
  if (classes && labels !== "classes" && labels !== "panoptic")
    throw dataError(`--classes goes with --labels classes; ${labels} are one class, every label above 0`);
  if (named && labels !== "classes") throw dataError("--regions are sets of classes; leave --labels out");
  if (named && classes) throw dataError("--regions and --classes both say what is scored; leave one out");
  const ofAll = choices.find(({ metric }) => metric.kind === "matrix");
  if (named && ofAll)
    throw dataError(
      `--metrics: ${ofAll.title} is of all classes at once, and regions may overlap; leave it out`,
    );
  for (const [name, given] of Object.entries({
    ...{ "--divisor": options.divisor, "--things": options.things, "--segments": options.segments },
  }))
    if (given !== undefined && labels !== "panoptic") throw dataError(`${name} goes with --labels panoptic`);
  const isFiles = labels === "instances" || labels === "panoptic";
  if (isFiles && (options.connectivity !== undefined || options.dilation !== undefined))
    throw dataError(
      `${options.connectivity === undefined ? "--dilation" : "--connectivity"} is for objects that are connected parts; with --labels ${labels} the files number them`,
    );
  if (labels === "panoptic" && options.minSize !== undefined)
    throw dataError("--min-size is not for --labels panoptic, where every segment counts");
  if (empty !== "skip" && (labels === "classes" || labels === "panoptic") && !classes && !named)
    throw dataError(
      `--empty ${empty} needs to know what an image could hold: name the labels with --classes`,
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
