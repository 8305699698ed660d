import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, resolve } from "node:path";
import type { Command as Parser } from "commander";
import { needRuntime } from "../compare/environment.ts";
import { readColourTable } from "../data/colour-table.ts";
import { dataError } from "../data/data-error.ts";
import { namedClasses } from "../data/named-classes.ts";
import { paintedClasses } from "../data/painted-classes.ts";
import { queuePlace } from "../queue/link/queue-options.ts";
import { openQueueLink } from "../queue/sender/queue-link.ts";
import { sayingHowToAttach } from "../queue/sender/saying-how-to-attach.ts";
import { type SentScore, sentScore } from "../queue/sender/sent-score.ts";
import { compareScores, type NamedScores } from "../score/compare-scores.ts";
import type { FilePairs } from "../score/file-pair.ts";
import { modelReport } from "../score/model-report.ts";
import { oneShard } from "../score/one-shard.ts";
import { pairFiles } from "../score/pair-files.ts";
import type { ThreadChoice } from "../score/run-pairs.ts";
import { runsHere } from "../score/runs-here.ts";
import { type ModelReport, readScoreJson } from "../score/score-json.ts";
import { scoreProgress } from "../score/score-progress.ts";
import { scoreSet } from "../score/score-set.ts";
import type { ScoreSettings } from "../score/score-settings.ts";
import { checkThresholds, parseThresholds, thresholdText } from "../score/thresholds.ts";
import { tightHeap } from "../score/tight-heap.ts";
import { withNames } from "../score/with-names.ts";
import { checkFilePlace } from "./check-place.ts";
import type { Command } from "./command.ts";
import { interruptible } from "./interruptible.ts";
import type { Io } from "./io.ts";
import { notMet } from "./not-met.ts";
import { addScoreOptions, type ScoreCommandOptions } from "./score-options.ts";
import { type ScoreOutput, writeScores } from "./score-output.ts";
import { scoreSettings } from "./score-settings.ts";

/** `segloss score`: metrics of predicted masks, per image and over a data set. */
export const scoreCommand: Command = {
  name: "score",
  examples: [
    "segloss score prediction.png truth.png",
    "segloss score predictions/ truth/ --metrics dice,iou,hd95 --ignore 255 --csv scores.csv",
    'segloss score predictions/ truth/ --labels instances --metrics "pq,ap,nsd(tolerance=2)" --json',
    'segloss score predictions/ truth/ --regions "WT=1+2+3,TC=2+3,ET=3" --metrics dice,hd95',
    "segloss score predictions/ truth/ --labels panoptic --things 24,25,26,27,28,31,32,33 --ignore 255 --metrics pq,sq,rq",
    'segloss score predictions/ truth/ --fail-under "dice=0.8,dice[2]=0.7" --junit scores.xml',
    "segloss score model-a/ model-b/ --truth truth/ --html scores.html",
  ],
  define(parser: Parser, io: Io) {
    addScoreOptions(parser);
    parser.action((masks: string[], options: ScoreCommandOptions) => run(masks, options, io));
  },
};

async function run(masks: readonly string[], options: ScoreCommandOptions, io: Io): Promise<void> {
  const { predictions, truth } = sides(masks, options);
  const stated = await scoreSettings(options);
  const thresholds =
    options.failUnder === undefined ? [] : parseThresholds(options.failUnder, options.metrics);
  for (const [option, place] of Object.entries({
    ...{ "--csv": options.csv, "--html": options.html, "--junit": options.junit },
  }))
    if (place !== undefined) await checkFilePlace(option, place);
  const baseline = options.baseline === undefined ? [] : [await readBaseline(options.baseline)];
  const colours = await readColourTable(truth);
  const paint = { ...stated.paint!, ...(await paintedClasses([...predictions, truth], truth)) };
  const settings = { ...stated, paint, ...(colours && { colours }) };
  const names = modelNames(predictions);
  const known = {
    names: await namedClasses(truth),
    areStated: Boolean(options.classes ?? options.regions) || options.labels !== "classes",
  };
  tightHeap();
  const place = queuePlace(options);
  if (place) needRuntime("score --queue meets workers of its version, which train");
  const link = place && (await openQueueLink(place, "cpu"));
  try {
    const paths = [...predictions, truth];
    const sent = link && (await sentScore(link, { attach: place!.attach, settings, paths }));
    const work = () =>
      scoreAll({ predictions, truth, settings, thresholds, known, names, baseline, sent }, options, io);
    if (!sent) return await work();
    await sayingHowToAttach(sent.run, `the same command with --attach ${sent.run}`, io.say, work);
  } finally {
    await link?.close();
  }
}

/** What is to be scored. */
interface Scoring {
  readonly predictions: readonly string[];
  readonly truth: string;
  readonly settings: ScoreSettings;
  readonly thresholds: ReturnType<typeof parseThresholds>;
  readonly known: { readonly names: ReadonlyMap<number, string>; readonly areStated: boolean };
  /** Of the models. */
  readonly names: readonly string[];
  readonly baseline: readonly NamedScores[];
  readonly sent: SentScore | undefined;
}

async function scoreAll(scoring: Scoring, options: ScoreCommandOptions, io: Io): Promise<void> {
  const { predictions, truth, settings, thresholds, known, names, baseline, sent } = scoring;
  const output: ScoreOutput = { truth, settings, models: [], pairs: [], comparisons: [] };
  await interruptible(io, async (signal) => {
    for (const [k, prediction] of predictions.entries()) {
      const files = await pairFiles(prediction, truth, options.pairs);
      const unnamed = await scoreFiles(names[k], files, scoring, options, signal, io);
      const scored = { ...unnamed, result: withNames(unnamed.result, known.names) };
      const outcomes = checkThresholds(scored.result, thresholds, known);
      const models = [...output.models, { ...scored, outcomes }];
      Object.assign(output, { models, pairs: [...output.pairs, files.pairs] });
      if (signal.aborted) break;
    }
    const all: NamedScores[] = [...baseline, ...output.models];
    if (all.length > 1) Object.assign(output, { comparisons: compareScores(all, options.margin) });
    await writeScores(output, options, io);
  });
  await sent?.done();
  conclude(output.models, io);
}

/** Which paths are predictions, and which is the truth. */
function sides(masks: readonly string[], { truth }: ScoreCommandOptions) {
  if (truth !== undefined) return { predictions: masks, truth };
  if (masks.length === 2) return { predictions: [masks[0]], truth: masks[1] };
  throw dataError(
    masks.length === 1
      ? `there is no truth: expected two paths, predictions and truth, got ${masks[0]}`
      : `${masks.length} paths: say which is the truth, and all others are predictions: --truth ${masks.at(-1)}`,
  );
}

/** The last parts of the paths; whole paths where those are the same. */
function modelNames(predictions: readonly string[]): string[] {
  const names = predictions.map((path) => basename(resolve(path)));
  return new Set(names).size === names.length ? names : [...predictions];
}

async function readBaseline(path: string): Promise<NamedScores> {
  try {
    return { name: "baseline", result: readScoreJson(await readFile(path, "utf8")) };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "no such file; check the path" : message;
    throw dataError(`--baseline ${path}: ${reason}`, cause);
  }
}

async function scoreFiles(
  name: string,
  files: FilePairs,
  { settings, sent }: Scoring,
  options: ScoreCommandOptions,
  signal: AbortSignal,
  io: Io,
): Promise<Omit<ModelReport, "outcomes">> {
  const progress = scoreProgress(files.pairs.length, io);
  const onDone = progress.done;
  const runShards = sent
    ? sent.runShards({ signal, say: io.say, onDone })
    : oneShard(runsHere(threadsFor(options), signal), onDone);
  const scored = await scoreSet(files.pairs, settings, runShards, signal).finally(progress.stop);
  const report = modelReport(name, files, scored, options.labels);
  for (const problem of report.problems) io.say(problem);
  for (const note of report.notes) io.say(`note: ${note}`);
  return report;
}

function threadsFor({ workers }: ScoreCommandOptions): ThreadChoice {
  return workers ? { most: workers, atOnce: true } : { most: availableParallelism(), atOnce: false };
}

/** Files that could not be scored come before limits that were not met. */
function conclude(models: readonly ModelReport[], io: Io): void {
  const several = models.length > 1;
  for (const { name, outcomes, result } of models)
    for (const outcome of outcomes) {
      const { best } = result.metrics.find(({ metric }) => metric === outcome.threshold.metric)!;
      io.say(`${several ? `${name}: ` : ""}${thresholdText(outcome, best)}`);
    }
  const problems = models.reduce((sum, one) => sum + one.problems.length, 0);
  const images = models.reduce((sum, { result }) => sum + result.images, 0);
  if (problems > 0)
    throw dataError(
      `${problems} ${problems === 1 ? "problem" : "problems"} above; ${images > 0 ? "the rest is scored" : "nothing is left to score"}`,
    );
  const limits = models.flatMap(({ outcomes }) => outcomes);
  const failed = limits.filter(({ met }) => !met).length;
  if (failed > 0)
    throw notMet(
      `${failed} of ${limits.length} limits of --fail-under ${failed === 1 ? "is" : "are"} not met`,
    );
}
