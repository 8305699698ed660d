import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command as Parser } from "commander";
import { splitLosses } from "../../compare/losses/split-losses.ts";
import { checkNames } from "../../compare/plan/check-losses.ts";
import { planText } from "../../compare/plan/plan-text.ts";
import type { Plan, PlannedRegion } from "../../compare/protocol/plan.ts";
import type { ComparisonResults } from "../../compare/protocol/results.ts";
import { parseRegions } from "../../compare/regions/parse-regions.ts";
import { regionView } from "../../compare/regions/region-view.ts";
import { carryOut } from "../../compare/run/carry-out.ts";
import { checkBlock, offeredBlock } from "../../compare/run/check-block.ts";
import { checkPlannedData } from "../../compare/run/check-planned-data.ts";
import { OPENER } from "../../compare/run/context-file.ts";
import { RESULTS } from "../../compare/run/earlier-results.ts";
import { environmentNotes } from "../../compare/run/environment-notes.ts";
import { lockFolder } from "../../compare/run/folder-lock.ts";
import {
  checkOwn,
  checkRestart,
  clearFolder,
  type Earlier,
  earlierRun,
  isBegun,
  LOCK,
  leaveTidy,
  PLAN,
  REPORT,
  readPlan,
  strangePlan,
  WORK,
} from "../../compare/run/output-folder.ts";
import { planFromData } from "../../compare/run/plan-from-data.ts";
import type { PreparedData } from "../../compare/run/prepare-data.ts";
import { repeatingCommand } from "../../compare/run/repeating-command.ts";
import { summaryText } from "../../compare/run/summary-text.ts";
import { withRegions } from "../../compare/run/with-regions.ts";
import { type TrainingPool, trainingPool } from "../../compare/trial/pool/training-pool.ts";
import { dataError } from "../../data/index.ts";
import { checkProvider } from "../../host/check-provider.ts";
import { needRuntime } from "../../host/environment.ts";
import { checkFolderPlace, makeFolder } from "../../output/check-place.ts";
import { writeWhole } from "../../output/write-whole.ts";
import { queuePlace } from "../../queue/link/queue-options.ts";
import { attachCommand } from "../../queue/sender/attach-command.ts";
import { checkPlannedProvider } from "../../queue/sender/check-planned-provider.ts";
import { openQueueLink, type QueueLink } from "../../queue/sender/queue-link.ts";
import { sayingHowToAttach } from "../../queue/sender/saying-how-to-attach.ts";
import { attachedComparison, sentComparison } from "../../queue/sender/sent-comparison.ts";
import { slotsAtWork } from "../../queue/sender/slots-at-work.ts";
import { EXIT_CODES, interruptible } from "../../terminal/interruptible.ts";
import type { Interruption, Io } from "../../terminal/io.ts";
import { showStatus } from "../../terminal/progress.ts";
import type { Command } from "../command.ts";
import { checkAgainstPlan, checkCompareOptions } from "./check-compare-options.ts";
import { type CompareOptions, defineCompare } from "./compare-options.ts";
import { checkMargin, planRequest, trainingsAtOnce } from "./plan-request.ts";
import { preparedData } from "./prepared-data.ts";
import { parsedReading } from "./reading-options.ts";

/** `segloss compare`: the same network trained with each loss, and an answer which one suits the images. */
export const compare: Command = {
  name: "compare",
  examples: [
    "segloss compare nuclei",
    'segloss compare ./my-data --losses "dice, focal(gamma={1,2,3}), dice + crossEntropy" --budget standard -o report',
    "segloss compare ./my-data --resume -o report",
    "segloss compare ./my-data --queue redis://192.168.1.10 --store /mnt/shared/segloss -o report",
  ],
  define(parser: Parser, io: Io) {
    parser.description(
      "Trains the same network from the same initial weights on the same crops with each loss, over folds of the images, and says " +
        "which loss is better, which are equivalent, or that it is undecided. Writes report.html, results.json, plan.json, models/.",
    );
    defineCompare(parser).action((data: string | undefined, options: CompareOptions) => {
      const given = Object.keys(options).filter((name) => parser.getOptionValueSource(name) === "cli");
      return run(data, options, given, io);
    });
  },
};

async function run(
  data: string | undefined,
  options: CompareOptions,
  given: readonly string[],
  io: Io,
): Promise<void> {
  needRuntime();
  checkCompareOptions(given);
  checkMargin(options);
  const place = queuePlace(options);
  if (data === undefined && place?.attach === undefined)
    throw dataError(
      "DATA: expected a folder with images and masks, or a named set (earth, nuclei), got nothing",
    );
  if (options.losses !== undefined) checkNames(splitLosses(options.losses));
  const { output } = options;
  await checkFolderPlace("-o", output);
  await makeFolder(output);
  const link = place && (await openQueueLink(place, options.provider));
  const release = await lockFolder(join(output, LOCK));
  const pool = trainingPool();
  try {
    await compareIn(data, options, given, { link, pool }, io);
  } finally {
    await pool.end();
    await leaveTidy(output);
    await release();
    await link?.close();
  }
}

/** Who trains: processes here, or those behind a queue. */
interface Trainers {
  readonly link: QueueLink | undefined;
  readonly pool: TrainingPool;
}

async function compareIn(
  data: string | undefined,
  options: CompareOptions,
  typed: readonly string[],
  { link, pool }: Trainers,
  io: Io,
): Promise<void> {
  const { output, attach, restart = false, dryRun = false } = options;
  const earlier = await earlierRun(output);
  const attached = attach === undefined ? undefined : await attachedComparison(link!, attach, output);
  const resume = (options.resume ?? false) || (attached !== undefined && earlier.hasPlan && !restart);
  const given = attached?.plan ?? (await givenPlan(options, earlier));
  if (given) checkAgainstPlan(typed, options, given);
  if (given && link) checkPlannedProvider(given, link.meeting);
  if (resume && earlier.complete && !earlier.failed) return sayComplete(earlier.results!, options, io);
  if (!resume) checkRestart(output, earlier, restart || dryRun);
  if (!resume && !dryRun) await checkOwn(output, earlier);
  // A stream of events has nothing else in it.
  const shown = options.log === "jsonl" ? { ...io, say() {}, terminal: null } : io;
  const { say } = shown;
  // A plan says how its files were read.
  await checkProvider(given ? given.training.provider : options.provider);
  const listening = io.onInterrupt((signal) => endAtOnce(output, isBegun(earlier), signal));
  const atOnce = trainingsAtOnce(options, given?.training.atOnce);
  const status = showStatus(shown);
  const saying = {
    ...status,
    say(text: string) {
      // There is something to read: meanwhile they load.
      if (!link && !(given && dryRun)) pool.warm(OPENER, atOnce);
      status.say(text);
    },
  };
  const reading = given ? { ...options, ...parsedReading(given.data.options) } : options;
  const opened =
    data === undefined
      ? await attached!.prepared()
      : await preparedData(data, { ...reading, suggests: !given && options.losses === undefined }, saying);
  try {
    const regions = regionsOf(options, opened, given);
    const prepared = withRegions(opened, regions);
    for (const note of prepared.notes) say(`note: ${note}`);
    const { plan, cost } = given
      ? { plan: withThreads(checkPlannedData(given, prepared), options), cost: null }
      : await planFromData(
          prepared,
          {
            ...planRequest(
              data!,
              options,
              await offeredBlock(options.provider),
              link && (await slotsAtWork(link)),
            ),
            regions,
          },
          { folder: output, runTasks: pool.runTasks, status: showStatus(shown) },
        );
    if (link) await pool.end();
    if (given) await checkBlock(given);
    if (given) for (const line of environmentNotes(given)) say(`note: ${line}`);
    for (const line of planText(plan, regionView(prepared.source, regions), prepared.facts.scored, cost))
      say(line);
    if (dryRun) return io.out(options.json ? `${JSON.stringify(plan)}\n` : "");
    if (!resume) await clearFolder(output);
    await writeWhole(join(output, PLAN), `${JSON.stringify(plan)}\n`);
    const sent = link && (await sentComparison(link, plan, prepared, { folder: output, known: attach, say }));
    const { runTasks } = sent ?? pool;
    listening();
    const work = () =>
      interruptible(shown, (signal) =>
        carryOut(
          plan,
          prepared,
          {
            ...options,
            ...{ runTasks, cost },
            resumed: resume,
            earlier: resume ? earlier.results : undefined,
            command: repeatingCommand(plan, output),
          },
          io,
          signal,
        ),
      );
    if (!sent) return await work();
    await sayingHowToAttach(sent.run, attachCommand(sent.run, options, output), say, work);
    const now = await earlierRun(output);
    if (now.complete && !now.failed) await sent.done();
  } finally {
    listening();
    opened.source.close();
  }
}

/** Before there is a plan nothing can be gone on with, and pixels may be large: they go with the process. */
function endAtOnce(output: string, begun: boolean, signal: Interruption): never {
  if (!begun) rmSync(join(output, WORK), { recursive: true, force: true });
  else rmSync(join(output, LOCK), { force: true });
  process.exit(EXIT_CODES[signal]);
}

async function givenPlan(
  { resume, plan, output }: CompareOptions,
  { hasPlan, hasStrangePlan }: Earlier,
): Promise<Plan | undefined> {
  if (resume && plan !== undefined)
    throw dataError(
      "--resume goes on with the plan of its folder; leave out --plan, or begin with it in another folder",
    );
  if (resume && hasStrangePlan)
    throw dataError(
      `--resume: ${strangePlan(output)}; put back the one that compare wrote, or leave out --resume and choose another -o`,
    );
  if (resume && !hasPlan)
    throw dataError(
      `--resume: ${output} holds no ${PLAN}, so there is nothing to go on with; leave out --resume`,
    );
  if (resume) return readPlan(join(output, PLAN));
  return plan === undefined ? undefined : readPlan(plan);
}

/** A complete comparison is said again: a script may ask for it until it is there. */
async function sayComplete(
  results: ComparisonResults,
  { output, json }: CompareOptions,
  io: Io,
): Promise<void> {
  io.say(
    `${output}: the comparison of ${results.data.name} there is complete, so there is nothing to go on with; segloss report makes its page again`,
  );
  io.out(
    json ? await readFile(join(output, RESULTS), "utf8") : summaryText(results, join(output, REPORT), output),
  );
}

/** How many trainings run at a time is no part of the numbers. */
function withThreads(plan: Plan, { threads }: CompareOptions): Plan {
  return threads === undefined ? plan : { ...plan, training: { ...plan.training, atOnce: threads } };
}

/** Those of the plan, or of the options. @throws DataError where both are there and differ */
function regionsOf(
  { regions }: CompareOptions,
  { source }: PreparedData,
  given: Plan | undefined,
): readonly PlannedRegion[] {
  const asked = regions === undefined ? undefined : parseRegions(regions, source.classes);
  if (!given) return asked ?? [];
  if (!asked || JSON.stringify(asked) === JSON.stringify(given.regions)) return given.regions;
  const planned = given.regions.map(({ name, classes }) => `${name}=${classes.join("+")}`).join(",");
  throw dataError(
    `--regions ${regions}: the plan has ${planned || "none"}; leave the option out, or make another plan without --plan and --resume`,
  );
}
