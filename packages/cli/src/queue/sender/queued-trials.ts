import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Plan } from "../../compare/protocol/plan.ts";
import type { TrialResult, TrialTask } from "../../compare/protocol/trial.ts";
import { emptyResult } from "../../compare/trial/empty-result.ts";
import type { RunTasks } from "../../compare/trial/pool/run-tasks.ts";
import { taskKey } from "../../compare/trial/task-key.ts";
import { modelPath, resultPath, TRIALS } from "../../compare/trial/trial-paths.ts";
import { writeWhole } from "../../output/write-whole.ts";
import { toExactJson } from "../protocol/exact-json.ts";
import { paceOf } from "../protocol/pace.ts";
import { runContents } from "../protocol/run-keys.ts";
import type { TrialDone } from "../protocol/trial-job.ts";
import type { FailedJob } from "../slot/job-results.ts";
import { copyContent } from "../store/contents.ts";
import { forgiveFailed } from "./forgive-failed.ts";
import type { QueueLink } from "./queue-link.ts";
import { sendJobs } from "./send-jobs.ts";

/** Trainings that are open at a time. */
const WINDOW = 1000;

/**
 * Has trainings done by workers. What they send back goes to the very files that trainings of this machine would have written, so that all that follows is the same.
 *
 * @param folder of the comparison
 */
export function queuedTrials(
  link: QueueLink,
  run: string,
  { plan, folder, context }: { plan: Plan; folder: string; context: string },
): RunTasks {
  return async (_, tasks, { events = {}, signal = new AbortController().signal }) => {
    const results: (TrialResult | undefined)[] = tasks.map(() => undefined);
    const jobs = tasks.map((task) => ({
      job: createHash("sha256")
        .update(`${context} ${taskKey(plan, task)}`)
        .digest("hex")
        .slice(0, 32),
      name: task.id,
      task: () => new TextEncoder().encode(toExactJson(task)),
    }));
    await mkdir(join(folder, TRIALS), { recursive: true });
    await forgiveFailed(link, run, jobs);
    const started = new Set<number>();
    const start = (index: number, machine?: string) => {
      if (started.has(index)) return;
      started.add(index);
      events.onStart?.(index, machine);
    };
    await sendJobs(link, jobs, {
      ...{ run, context, signal, kind: "trial", window: WINDOW, pace: paceOf() },
      say: (line) => events.onNote?.(line),
      onProgress(index, { slot, step, loss }) {
        start(index, slot);
        if (step !== undefined) events.onStep?.(index, step, loss ?? Number.NaN);
      },
      async onEnd(index, ending) {
        const result =
          "done" in ending
            ? await kept(tasks[index], ending.done as TrialDone)
            : await failedResult(tasks[index], ending.failed);
        results[index] = result;
        start(index, result.machines?.at(-1)?.name);
        for (const point of result.curve) events.onPoint?.(index, point);
        await events.onDone?.(index, result);
      },
    });
    return results;
  };

  /** As `runTrial` leaves it: the network first, then the result that names it. */
  async function kept(task: TrialTask, { result, model, machines }: TrialDone): Promise<TrialResult> {
    // What another machine says of places is not believed.
    const named = { ...result, task, machines, model: model === null ? null : modelPath(task) };
    if (named.model !== null) {
      const path = join(folder, named.model);
      await mkdir(dirname(path), { recursive: true });
      await copyContent(link.store, model!, path, runContents(run));
    }
    await writeWhole(resultPath(folder, task), JSON.stringify(named));
    return named;
  }

  /** What its process said last stays beside results, until the training is tried again and ends. */
  async function failedResult(task: TrialTask, { reason, log }: FailedJob): Promise<TrialResult> {
    if (log === "") return { ...emptyResult(task), reason };
    const path = join(folder, TRIALS, `${task.id}.log`);
    await writeWhole(path, log);
    return { ...emptyResult(task), reason: `${reason}; what it said last is in ${path}` };
  }
}
