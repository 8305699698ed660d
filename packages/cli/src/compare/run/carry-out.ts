import { join } from "node:path";
import { dataError } from "../../data/data-error.ts";
import { environment } from "../../host/environment.ts";
import { writeWhole } from "../../output/write-whole.ts";
import type { Io } from "../../terminal/io.ts";
import type { Cost } from "../plan/cost.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ComparisonResults } from "../protocol/results.ts";
import { writeResults } from "../results-file/results-text.ts";
import type { RunTasks } from "../trial/pool/run-tasks.ts";
import { meanScore, measureOf } from "../verdict/measures.ts";
import { buildResults } from "./build-results.ts";
import type { Listener } from "./comparison-events.ts";
import { writeContext } from "./context-file.ts";
import { drawReport } from "./draw-report.ts";
import { RESULTS } from "./earlier-results.ts";
import { jsonLines } from "./json-lines.ts";
import { REPORT, TENSORBOARD } from "./output-folder.ts";
import type { PreparedData } from "./prepare-data.ts";
import { remainingTime } from "./remaining-time.ts";
import { runComparison, type Standing } from "./run-comparison.ts";
import { showProgress } from "./show-progress.ts";
import { summaryText } from "./summary-text.ts";
import { finalTasks, lossTasks, rateTasks } from "./tasks.ts";
import { tensorboardLog } from "./tensorboard-log.ts";

export interface CarryOutOptions {
  readonly output: string;
  readonly log: "text" | "jsonl";
  readonly tensorboard?: boolean;
  readonly images: boolean;
  readonly json?: boolean;
  readonly resumed: boolean;
  /** What the run that is gone on with has come to. */
  readonly earlier: ComparisonResults | undefined;
  readonly cost: Cost | null;
  readonly command: string;
  /** Where trainings are done. */
  readonly runTasks: RunTasks;
}

/** Seconds between two writings of what there is so far. */
const WRITE_EVERY = 15;

/** Trains what the plan says, keeps what there is on disk, and says what came of it. */
export async function carryOut(
  plan: Plan,
  { source, facts }: PreparedData,
  options: CarryOutOptions,
  io: Io,
  signal: AbortSignal,
): Promise<void> {
  const { output, resumed, command } = options;
  const { startedAt, seconds = 0 } = options.earlier ?? {};
  const begun = performance.now();
  const context = await writeContext(plan, {
    ...{ folder: output, manifest: source.file, scored: facts.scored, thin: facts.thin },
  });
  const logs = await listeners(plan, options, io);
  const built = ({ screen, trials }: Standing) =>
    buildResults(source, facts, {
      environment: environment(),
      ...{ plan, screen, trials, command },
      startedAt: new Date(startedAt ?? Date.now() - (performance.now() - begun)),
      seconds: seconds + (performance.now() - begun) / 1000,
    });
  logs.listen({ event: "start", losses: plan.losses.map(({ loss }) => loss), resumed });
  let written = Number.NEGATIVE_INFINITY;
  const standing = await runComparison(plan, {
    ...{ context, folder: output, signal, listen: logs.listen, runTasks: options.runTasks },
    diceOf: ({ evidence }) => meanScore(measureOf("dice"), evidence, facts.scored),
    async onStanding(now) {
      if (performance.now() - written < WRITE_EVERY * 1000) return;
      const results = unfinished(built(now));
      await writeWhole(join(output, RESULTS), writeResults(results));
      // A process that is killed leaves a report of what there was.
      if (results.losses.length > 0) await drawReport(results, source, { folder: output, images: false });
      written = performance.now();
    },
  }).finally(logs.stop);
  const results = built(standing);
  await writeWhole(join(output, RESULTS), writeResults(unfinished(results)));
  const sayEnd = () =>
    logs.listen({
      ...{ event: "end", complete: results.complete, verdict: results.verdict.word },
      ...{ claim: results.verdict.claim, seconds: results.seconds },
    });
  if (results.losses.length === 0) {
    sayEnd();
    if (options.log === "text")
      io.say("no scored training has ended: nothing to report yet; --resume goes on");
    return;
  }
  await drawReport(results, source, { folder: output, images: options.images });
  // Nobody goes on with a complete one, so it is called that when its report is there.
  await writeWhole(join(output, RESULTS), writeResults(results));
  sayEnd();
  io.out(options.json ? writeResults(results) : summaryText(results, join(output, REPORT), output));
  checkAnyEnded(results);
}

/** @throws DataError where every training failed: a script must not take that for an answer */
function checkAnyEnded({ losses }: ComparisonResults): void {
  const trials = losses.flatMap((one) => one.trials);
  if (trials.some(({ state }) => state !== "failed")) return;
  const { reason } = trials[0];
  throw dataError(`all ${trials.length} scored trainings failed, the first one with: ${reason}`);
}

function unfinished(results: ComparisonResults): ComparisonResults {
  return { ...results, complete: false };
}

async function listeners(plan: Plan, { log, tensorboard, output, cost }: CarryOutOptions, io: Io) {
  const steps = plannedSteps(plan);
  const time = remainingTime({ seconds: cost?.seconds ?? steps * USUAL_STEP, steps });
  const shown = log === "jsonl" ? { listen: jsonLines(io.say), stop() {} } : showProgress(io, time.remaining);
  const curves = tensorboard ? [tensorboardLog(join(output, TENSORBOARD))] : [];
  const all: Listener[] = [time.listen, shown.listen, ...curves];
  return {
    listen: (event: Parameters<Listener>[0]) => {
      for (const one of all) one(event);
    },
    stop: shown.stop,
  };
}

/** Seconds of a step while nothing else is known. */
const USUAL_STEP = 0.1;

/** Of all trainings: which losses and rates go on is open, and changes nothing. */
function plannedSteps(plan: Plan): number {
  const { losses, screen } = plan;
  const any = losses.map(({ loss, variants }) => ({
    planned: loss,
    loss: variants[0],
    rate: screen.rates[0],
  }));
  const tasks = [
    ...rateTasks(plan),
    ...lossTasks(plan, any),
    ...finalTasks(plan, any.slice(0, screen.finalists ?? any.length)),
  ];
  return tasks.reduce((sum, { steps }) => sum + steps, 0);
}
