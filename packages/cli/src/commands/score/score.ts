import { availableParallelism } from "node:os";
import type { Command as Parser } from "commander";
import { dataError } from "../../data/data-error.ts";
import { DISK } from "../../data/files/disk.ts";
import { needRuntime } from "../../host/environment.ts";
import { checkFilePlace } from "../../output/check-place.ts";
import { queuePlace } from "../../queue/link/queue-options.ts";
import { openQueueLink } from "../../queue/sender/queue-link.ts";
import { sayingHowToAttach } from "../../queue/sender/saying-how-to-attach.ts";
import { type SentScore, sentScore } from "../../queue/sender/sent-score.ts";
import { oneShard } from "../../score/one-shard.ts";
import { type PreparedScore, prepareScore, type ScoredPaths } from "../../score/request/prepare-score.ts";
import type { ThreadChoice } from "../../score/run-pairs.ts";
import { runsHere } from "../../score/runs-here.ts";
import type { ModelReport } from "../../score/score-json.ts";
import { type ScoreWork, scoreModels } from "../../score/score-models.ts";
import { scoreProgress } from "../../score/score-progress.ts";
import { thresholdText } from "../../score/thresholds.ts";
import { interruptible } from "../../terminal/interruptible.ts";
import type { Io } from "../../terminal/io.ts";
import { notMet } from "../../terminal/not-met.ts";
import type { Command } from "../command.ts";
import type { ScoreCommandOptions } from "./score-command-options.ts";
import { addScoreOptions } from "./score-options.ts";
import { type ScoreOutput, writeScores } from "./score-output.ts";

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
  const paths = sides(masks, options);
  for (const [option, place] of Object.entries({
    ...{ "--csv": options.csv, "--html": options.html, "--junit": options.junit },
  }))
    if (place !== undefined) await checkFilePlace(option, place);
  const prepared = await prepareScore(DISK, paths, options);
  const place = queuePlace(options);
  if (place) needRuntime("score --queue meets workers of its version, which train");
  const link = place && (await openQueueLink(place, "cpu"));
  try {
    const all = [...paths.predictions, paths.truth];
    const { settings } = prepared;
    const sent = link && (await sentScore(link, { attach: place!.attach, settings, paths: all }));
    const work = () => scoreAll(prepared, sent, options, io);
    if (!sent) return await work();
    await sayingHowToAttach(sent.run, `the same command with --attach ${sent.run}`, io.say, work);
  } finally {
    await link?.close();
  }
}

async function scoreAll(
  prepared: PreparedScore,
  sent: SentScore | undefined,
  options: ScoreCommandOptions,
  io: Io,
): Promise<void> {
  const { truth, settings } = prepared;
  const output: ScoreOutput = { truth, settings, models: [], pairs: [], comparisons: [] };
  await interruptible(io, async (signal) => {
    const work = workOf(options, sent, signal, io);
    Object.assign(output, await scoreModels(DISK, prepared, work));
    await writeScores(output, options, io);
  });
  await sent?.done();
  conclude(output.models, io);
}

function workOf(
  options: ScoreCommandOptions,
  sent: SentScore | undefined,
  signal: AbortSignal,
  io: Io,
): ScoreWork {
  return {
    signal,
    shardsOf: (pairs) => {
      const { done: onDone, stop } = scoreProgress(pairs, io);
      const run = sent
        ? sent.runShards({ signal, say: io.say, onDone })
        : oneShard(runsHere(threadsFor(options), signal), onDone);
      return { run, stop };
    },
    onModel: ({ problems, notes }) => {
      for (const problem of problems) io.say(problem);
      for (const note of notes) io.say(`note: ${note}`);
    },
  };
}

/** Which paths are predictions, and which is the truth. */
function sides(masks: readonly string[], { truth }: ScoreCommandOptions): ScoredPaths {
  if (truth !== undefined) return { predictions: masks, truth };
  if (masks.length === 2) return { predictions: [masks[0]], truth: masks[1] };
  throw dataError(
    masks.length === 1
      ? `there is no truth: expected two paths, predictions and truth, got ${masks[0]}`
      : `${masks.length} paths: say which is the truth, and all others are predictions: --truth ${masks.at(-1)}`,
  );
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
