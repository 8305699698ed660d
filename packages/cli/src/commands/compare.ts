import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { FillRule } from "@segloss/io";
import { Option, type Command as Parser } from "commander";
import { checkLosses, checkNames } from "../compare/check-losses.ts";
import { chosenLoss } from "../compare/chosen-loss.ts";
import { collectResults, makeSchedule, runSchedule, type Schedule } from "../compare/compare.ts";
import { type ChosenLoss, defaultLosses } from "../compare/default-losses.ts";
import { needRuntime } from "../compare/environment.ts";
import { type Experiment, makeExperiment } from "../compare/experiment.ts";
import { headline, missedClasses } from "../compare/headline.ts";
import { openTiles } from "../compare/open-tiles.ts";
import type { ComparisonResults } from "../compare/results.ts";
import { splitLosses } from "../compare/split-losses.ts";
import type { Trial } from "../compare/trial.ts";
import { dataError } from "../data/index.ts";
import type { PairPattern } from "../data/pair-pattern.ts";
import { showProgress, showStatus } from "../progress.ts";
import { checkFolderPlace } from "./check-place.ts";
import type { Command } from "./command.ts";
import { interruptible } from "./interruptible.ts";
import type { Io } from "./io.ts";
import { modelFile } from "./model-file.ts";
import { aCount, aPairPattern, aPositiveNumber } from "./option-values.ts";
import { polygonsOption } from "./polygons-option.ts";
import { indented } from "./prose.ts";
import { writeWhole } from "./write-whole.ts";

interface CompareOptions {
  readonly losses?: string;
  readonly seeds: number;
  readonly epochs?: number;
  readonly minutes?: number;
  readonly size?: number;
  readonly batch: number;
  readonly width: number;
  readonly depth: number;
  readonly learningRate: number;
  readonly threads?: number;
  readonly pairs?: PairPattern;
  readonly exif?: "raw" | "apply";
  readonly geometry: "world" | "ignore";
  readonly polygons?: FillRule;
  readonly output: string;
  readonly json?: boolean;
}

/** Where neither epochs nor minutes are given. */
const USUAL_MINUTES = 4;
const MOST_EPOCHS = 200;

/** `segloss compare`: the same network trained with each loss, and a report. */
export const compare: Command = {
  name: "compare",
  examples: [
    "segloss compare nuclei",
    'segloss compare ./my-data --losses "dice, focal(gamma=1), dice + crossEntropy" --seeds 3 -o report',
  ],
  define(parser: Parser, io: Io) {
    parser
      .description(
        "Trains the same U-Net from the same initial weights on the same batches with each loss, assesses it on images\n" +
          "that were held back, and writes report.html, results.json and models/LOSS.onnx.",
      )
      .argument(
        "<data>",
        "folder with images/ and masks/ (or the like) or annotations, or a named set: earth, nuclei",
      )
      .option("--losses <list>", "losses with commas between them (default: nine that people use)")
      .option("--seeds <n>", "trainings of each loss", aCount(1), 1)
      .option("--epochs <n>", "passes over the training images", aPositiveNumber)
      .option(
        "--minutes <m>",
        `time for all trainings together (default: ${USUAL_MINUTES}, without --epochs)`,
        aPositiveNumber,
      )
      .option(
        "--size <pixels>",
        "width and height of training tiles (default: 128, named sets their own)",
        aCount(1),
      )
      .option("--batch <n>", "images in a batch", aCount(1), 8)
      .option("--width <n>", "channels of the U-Net at full resolution", aCount(1), 8)
      .option("--depth <n>", "resolutions of the U-Net", aCount(2), 3)
      .option("--learning-rate <rate>", "highest learning rate of Adam", aPositiveNumber, 3e-3)
      .option(
        "--pairs <pattern>",
        'how file names pair, mask=image: "{id}_seg.png={id}.png" (default: the same stem)',
        aPairPattern,
      )
      .addOption(
        new Option(
          "--exif <what>",
          "whether photographs are turned by their EXIF orientation where sizes do not tell",
        ).choices(["raw", "apply"]),
      )
      .addOption(
        new Option(
          "--geometry <how>",
          "world: masks are turned into the orientation of their images where both state it; ignore: paired by index",
        )
          .choices(["world", "ignore"])
          .default("world"),
      )
      .addOption(polygonsOption())
      .option("--threads <n>", "cores to use (default: all)", aCount(1))
      .option("-o, --output <folder>", "where the report goes", "segloss-report")
      .option("--json", "one JSON object on stdout: the content of results.json")
      .action((data: string, options: CompareOptions) => run(data, options, io));
  },
};

async function run(data: string, options: CompareOptions, io: Io): Promise<void> {
  needRuntime();
  const startedAt = new Date();
  if (options.losses !== undefined) checkNames(splitLosses(options.losses));
  await checkFolderPlace("-o", options.output);
  const experiment = await prepare(data, options, io);
  const losses = chooseLosses(options, experiment);
  checkLosses(
    losses.map(({ text }) => text),
    experiment,
  );
  if (options.losses !== undefined)
    for (const { text, note } of losses) if (note) io.say(`note: ${text}: ${note}`);
  await makeFolder(join(options.output, "models"));
  await interruptible(io, async (signal) => {
    const schedule = await makeSchedule(experiment, losses, timeOptions(options), signal);
    announce(experiment, losses, schedule, io);
    const trials: Trial[] = [];
    const collect = () => collectResults(experiment, losses, schedule, trials, startedAt);
    const progress = showProgress(schedule.tasks, io);
    try {
      await runSchedule(experiment, schedule, { ...progress, onDone: keep }, signal);
    } finally {
      progress.stop();
    }
    await finish(collect(), trials, experiment, options, io);

    /** What has ended is on disk before the next training begins. */
    async function keep(index: number, trial: Trial): Promise<void> {
      progress.onDone(index, trial);
      trials.push(trial);
      if (trial.model)
        await writeWhole(join(options.output, "models", modelFile(trial, options.seeds)), trial.model);
      await writeWhole(join(options.output, "results.json"), json(collect()));
    }
  });
}

async function prepare(data: string, options: CompareOptions, io: Io): Promise<Experiment> {
  const { batch, width, depth, learningRate, pairs, exif, geometry, polygons } = options;
  const multiple = 2 ** (depth - 1);
  if (options.size !== undefined && options.size % multiple !== 0)
    throw dataError(
      `--size ${options.size}: a U-Net with ${depth} resolutions needs a multiple of ${multiple}; ` +
        `take ${Math.ceil(options.size / multiple) * multiple}, or another --depth`,
    );
  const status = showStatus(io);
  const tiles = await openTiles(data, options.size, multiple, status.say, {
    ...(pairs && { pairs }),
    ...(exif && { exif }),
    ...(polygons && { polygons }),
    geometry: geometry === "ignore" ? "index" : "world",
  }).finally(status.done);
  const size = tiles.images[0].width;
  return makeExperiment(tiles, { size, batch, width, depth, learningRate });
}

function chooseLosses({ losses }: CompareOptions, experiment: Experiment): ChosenLoss[] {
  return losses === undefined
    ? defaultLosses(experiment)
    : splitLosses(losses).map((text) => chosenLoss(text, experiment.channels));
}

function timeOptions({ epochs, minutes, seeds, threads }: CompareOptions) {
  const limit = minutes ?? (epochs === undefined ? USUAL_MINUTES : undefined);
  return {
    seeds,
    epochs: epochs ?? MOST_EPOCHS,
    ...(limit !== undefined && { minutes: limit }),
    ...(threads !== undefined && { threads }),
  };
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw dataError(
      `-o: the folder ${path} cannot be made (${(cause as NodeJS.ErrnoException).code}); choose another place`,
      cause,
    );
  }
}

function announce(
  { train, held, size, batch }: Experiment,
  losses: readonly ChosenLoss[],
  schedule: Schedule,
  io: Io,
): void {
  const { steps, tasks, atOnce } = schedule;
  for (const note of train.notes) io.say(`note: ${note}`);
  io.say(
    `${train.name}: ${train.images.length} tiles of ${size}x${size} to train on, ${held.images.length} held back; ` +
      `classes ${train.classes.join(", ")}`,
  );
  io.say(
    `${countOf(losses.length, "loss", "losses")}, ${countOf(tasks.length, "training", "trainings")} of ${steps} steps of ${batch} images, ${atOnce} at a time`,
  );
}

function countOf(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

async function finish(
  results: ComparisonResults,
  trials: readonly Trial[],
  experiment: Experiment,
  options: CompareOptions,
  io: Io,
): Promise<void> {
  if (trials.length === 0) return io.say("interrupted before any training had ended: nothing to report");
  // Charts and formulas take long to load, which other commands need not wait for.
  const { renderReport } = await import("../report/render-report.ts");
  const report = join(options.output, "report.html");
  await writeWhole(report, renderReport({ results, trials, experiment }));
  await writeWhole(join(options.output, "results.json"), json(results));
  io.out(options.json ? json(results) : summary(results, report));
}

function json(results: ComparisonResults): string {
  return `${JSON.stringify(results)}\n`;
}

function summary(results: ComparisonResults, report: string): string {
  const { claim, caution } = headline(results);
  const rows = results.losses.map((one) => [one.loss, outcome(one)] as const);
  return `\n${indented(rows, 100)}\n\n${[claim, ...missedClasses(results), caution].join("\n")}\n\nReport: ${report}\n`;
}

function outcome({ dice, iou, tied }: ComparisonResults["losses"][number]): string {
  if (!dice || !iou) return "diverged";
  const interval = dice.low === null ? "" : ` (${dice.low.toFixed(3)} to ${dice.high?.toFixed(3)})`;
  return `Dice ${dice.mean.toFixed(3)}${interval}  IoU ${iou.mean.toFixed(3)}${tied ? "  tied with the best" : ""}`;
}
