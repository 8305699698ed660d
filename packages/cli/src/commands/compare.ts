import { mkdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Command as Parser } from "commander";
import { needRuntime } from "../compare/environment.ts";
import { checkNames } from "../compare/plan/check-losses.ts";
import { planText } from "../compare/plan/plan-text.ts";
import type { Plan, RankMeasure } from "../compare/protocol/plan.ts";
import { carryOut } from "../compare/run/carry-out.ts";
import { lockFolder } from "../compare/run/folder-lock.ts";
import {
  checkRestart,
  clearFolder,
  type Earlier,
  earlierRun,
  LOCK,
  leaveTidy,
  PLAN,
  readPlan,
  WORK,
} from "../compare/run/output-folder.ts";
import { type PlanRequest, planFromData } from "../compare/run/plan-from-data.ts";
import { type PreparedData, prepareData } from "../compare/run/prepare-data.ts";
import { splitLosses } from "../compare/split-losses.ts";
import { dataError } from "../data/index.ts";
import { showStatus } from "../progress.ts";
import { checkFolderPlace } from "./check-place.ts";
import type { Command } from "./command.ts";
import { type CompareOptions, defineCompare } from "./compare-options.ts";
import { interruptible } from "./interruptible.ts";
import type { Io } from "./io.ts";
import { parsedReading, writtenReading } from "./reading-options.ts";
import { writeWhole } from "./write-whole.ts";

/** `segloss compare`: the same network trained with each loss, and an answer which one suits the images. */
export const compare: Command = {
  name: "compare",
  examples: [
    "segloss compare nuclei",
    'segloss compare ./my-data --losses "dice, focal(gamma={1,2,3}), dice + crossEntropy" --budget standard -o report',
    "segloss compare ./my-data --resume -o report",
  ],
  define(parser: Parser, io: Io) {
    parser.description(
      "Trains the same U-Net from the same initial weights on the same crops with each loss, over folds of the images, and says\n" +
        "which loss is better, which are equivalent, or that it is undecided. Writes report.html, results.json, plan.json, models/.",
    );
    defineCompare(parser).action((data: string, options: CompareOptions) => run(data, options, io));
  },
};

async function run(data: string, options: CompareOptions, io: Io): Promise<void> {
  needRuntime();
  if (options.losses !== undefined) checkNames(splitLosses(options.losses));
  const { output } = options;
  await checkFolderPlace("-o", output);
  await makeFolder(output);
  const release = await lockFolder(join(output, LOCK));
  try {
    await compareIn(data, options, io);
  } finally {
    await leaveTidy(output);
    await release();
  }
}

async function compareIn(data: string, options: CompareOptions, io: Io): Promise<void> {
  const { output, resume = false, restart = false } = options;
  const earlier = await earlierRun(output);
  const given = await givenPlan(options, earlier);
  if (!resume) checkRestart(output, earlier, restart || options.dryRun === true);
  const isText = options.log === "text";
  const say = isText ? io.say : () => {};
  const status = isText ? showStatus(io) : SILENT;
  // A plan says how its files were read.
  const prepared = await prepare(
    data,
    given ? { ...options, ...parsedReading(given.data.options) } : options,
    status,
  );
  try {
    for (const note of prepared.notes) say(`note: ${note}`);
    const { plan, cost } = given
      ? { plan: checkedPlan(given, prepared), cost: null }
      : await planFromData(prepared, requestOf(data, options), output, status);
    for (const line of planText(plan, prepared.source, prepared.facts.scored, cost)) say(line);
    if (options.dryRun) return io.out(options.json ? `${JSON.stringify(plan)}\n` : "");
    if (!resume) await clearFolder(output);
    await writeWhole(join(output, PLAN), `${JSON.stringify(plan)}\n`);
    await interruptible(io, (signal) =>
      carryOut(plan, prepared, { ...options, cost, resumed: resume, command: repeating(plan) }, io, signal),
    );
  } finally {
    prepared.source.close();
  }
}

async function givenPlan(
  { resume, plan, output }: CompareOptions,
  { plan: earlier, complete, failed }: Earlier,
): Promise<Plan | undefined> {
  if (resume && plan !== undefined)
    throw dataError(
      "--resume goes on with the plan of its folder; leave out --plan, or begin with it in another folder",
    );
  if (resume && !earlier)
    throw dataError(
      `--resume: ${output} holds no ${PLAN}, so there is nothing to go on with; leave out --resume`,
    );
  if (resume && complete && failed === 0)
    throw dataError(
      `--resume: the comparison in ${output} is complete; --plan ${join(output, PLAN)} repeats it in another folder, and npx segloss report ${output} makes its page again`,
    );
  return resume ? earlier : plan === undefined ? undefined : readPlan(plan);
}

/** @throws DataError where the plan is of other data */
function checkedPlan(plan: Plan, { source }: PreparedData): Plan {
  if (plan.data.fingerprint === source.fingerprint) return plan;
  const names = source.images.map(({ name }) => name);
  const missing = plan.data.images.filter((name) => !names.includes(name));
  const added = names.filter((name) => !plan.data.images.includes(name));
  const what =
    missing.length + added.length > 0
      ? `${missing.length} of its images are missing and ${added.length} are new`
      : "the same names, but other pixels, masks or classes";
  throw dataError(
    `${source.name}: not the data that the plan was made for (${what}); take those, or make a plan of these by leaving out --plan or --resume`,
  );
}

type Status = ReturnType<typeof showStatus>;

/** Lines of events hold nothing else. */
const SILENT: Status = { say() {}, done() {} };

async function prepare(data: string, options: CompareOptions, status: Status): Promise<PreparedData> {
  const { pairs, exif, geometry, polygons, sample, labels, ignore, skipUnreadable = false, output } = options;
  return prepareData(data, {
    ...(pairs && { pairs }),
    ...(exif && { exif }),
    ...(polygons && { polygons }),
    ...(labels && { labels }),
    ...(ignore !== undefined && { ignore }),
    ...(sample !== undefined && { images: sample }),
    geometry: geometry === "ignore" ? "index" : "world",
    skipUnreadable,
    work: join(output, WORK),
    onProgress: status.say,
  }).finally(status.done);
}

/** Of shares, and of distances in pixels or millimetres. */
function usualMargin(rank: RankMeasure): number {
  return rank === "hd95" ? 1 : 0.01;
}

function requestOf(data: string, options: CompareOptions): PlanRequest {
  const { losses, learningRate, rates, threads = availableParallelism(), reference = null } = options;
  const { budget, minutes, steps, epochs, folds, repeats, size, batch, width, depth, normalization } =
    options;
  const { rank, margin = usualMargin(rank), seed, force = false } = options;
  const tried = learningRate === undefined ? rates : [learningRate];
  return {
    ...{ data, reading: writtenReading(options), budget, batch, width, depth, normalization, rank, margin },
    ...{ reference, seed, force, atOnce: threads, threads: 1 },
    ...(losses !== undefined && { losses: splitLosses(losses) }),
    ...(minutes !== undefined && { minutes }),
    ...(steps !== undefined && { steps }),
    ...(epochs !== undefined && { epochs }),
    ...(folds !== undefined && { folds }),
    ...(repeats !== undefined && { repeats }),
    ...(tried !== undefined && { rates: tried }),
    ...(size !== undefined && { size }),
  };
}

/** The command that gives the same numbers again. */
function repeating({ data }: Plan): string {
  const words = ["compare", data.source, ...data.options, "--plan", PLAN, "-o", "again"];
  return `npx segloss ${words.map(quoted).join(" ")}`;
}

function quoted(word: string): string {
  return /^[\w./=,+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
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
