import { availableParallelism } from "node:os";
import { dataError } from "../../data/data-error.ts";
import { DISK } from "../../data/files/disk.ts";
import { tightHeap } from "../../host/tight-heap.ts";
import { checkFilePlace } from "../../output/check-place.ts";
import { queuePlace } from "../../queue/link/queue-options.ts";
import type { SentScore } from "../../queue/sender/sent-score.ts";
import { maskReader } from "../../score/mask-reader.ts";
import { once } from "../../score/once.ts";
import { oneShard } from "../../score/one-shard.ts";
import { type PreparedScore, prepareScore, type ScoredPaths } from "../../score/request/prepare-score.ts";
import type { ThreadChoice } from "../../score/run-pairs.ts";
import { runsHere } from "../../score/runs-here.ts";
import type { ModelReport } from "../../score/score-json.ts";
import { type ScoreWork, scoreModels } from "../../score/score-models.ts";
import { scoreProgress } from "../../score/score-progress.ts";
import { thresholdText } from "../../score/thresholds.ts";
import type { WaitingThreads } from "../../score/waiting-threads.ts";
import { interruptible } from "../../terminal/interruptible.ts";
import type { Io } from "../../terminal/io.ts";
import { notMet } from "../../terminal/not-met.ts";
import type { ScoreCommandOptions } from "./score-command-options.ts";
import { type ScoreOutput, writeScores } from "./score-output.ts";

/**
 * Scores the masks that the command names, and writes what the options ask for.
 *
 * @param threads that wait for work
 */
export async function runScore(
  masks: readonly string[],
  options: ScoreCommandOptions,
  io: Io,
  threads: WaitingThreads,
): Promise<void> {
  tightHeap();
  const sides = sidesOf(masks, options);
  const prepared = await prepareScore(DISK, sides, options);
  for (const [option, place] of Object.entries({
    ...{ "--csv": options.csv, "--html": options.html, "--junit": options.junit },
  }))
    if (place !== undefined) await checkFilePlace(option, place);
  const place = queuePlace(options);
  const scoring = { prepared, options, threads };
  if (!place) return scoreAll(scoring, io);
  const { scoreByWorkers } = await import("./score-by-workers.ts");
  const what = { settings: prepared.settings, paths: [...sides.predictions, sides.truth] };
  await scoreByWorkers(place, what, io, (sent) => scoreAll({ ...scoring, sent }, io));
}

/** What is to be scored, and by whom. */
interface Scoring {
  readonly prepared: PreparedScore;
  readonly options: ScoreCommandOptions;
  readonly threads: WaitingThreads;
  /** Where others score. */
  readonly sent?: SentScore;
}

async function scoreAll(scoring: Scoring, io: Io): Promise<void> {
  const { prepared, options, sent } = scoring;
  const { truth, settings } = prepared;
  const output: ScoreOutput = { truth, settings, models: [], pairs: [], comparisons: [] };
  await interruptible(io, async (signal) => {
    Object.assign(output, await scoreModels(DISK, prepared, workOf(scoring, signal, io)));
    await writeScores(output, options, io);
  });
  await sent?.done();
  conclude(output.models, io);
}

function workOf({ options, threads, sent }: Scoring, signal: AbortSignal, io: Io): ScoreWork {
  const reader = once(() => maskReader());
  return {
    signal,
    readMask: (path, how) => reader().read(path, how),
    shardsOf: (pairs) => {
      const { done: onDone, stop } = scoreProgress(pairs, io);
      const run = sent
        ? sent.runShards({ signal, say: io.say, onDone })
        : oneShard(runsHere(threadsFor(options, threads), signal), onDone);
      return { run, stop };
    },
    onModel: ({ problems, notes }) => {
      for (const problem of problems) io.say(problem);
      for (const note of notes) io.say(`note: ${note}`);
    },
  };
}

/** Which paths are predictions, and which is the truth. */
function sidesOf(masks: readonly string[], { truth }: ScoreCommandOptions): ScoredPaths {
  if (truth !== undefined) return { predictions: masks, truth };
  if (masks.length === 2) return { predictions: [masks[0]], truth: masks[1] };
  throw dataError(
    masks.length === 1
      ? `there is no truth: expected two paths, predictions and truth, got ${masks[0]}`
      : `${masks.length} paths: say which is the truth, and all others are predictions: --truth ${masks.at(-1)}`,
  );
}

function threadsFor(
  { workers = availableParallelism() }: ScoreCommandOptions,
  waiting: WaitingThreads,
): ThreadChoice {
  return { most: workers, waiting };
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
