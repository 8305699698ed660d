import { Worker } from "node:worker_threads";
import type { Experiment } from "./experiment.ts";
import type { TrialEvents } from "./run-trials.ts";
import type { CurvePoint, Trial, TrialTask } from "./trial.ts";

/** What a worker is told. */
export type Order =
  | { readonly kind: "train"; readonly index: number; readonly task: TrialTask }
  | { readonly kind: "cancel" };

/** What a worker tells. */
export type News =
  | { readonly kind: "step"; readonly index: number; readonly step: number; readonly loss: number }
  | { readonly kind: "point"; readonly index: number; readonly point: CurvePoint }
  | { readonly kind: "done"; readonly index: number; readonly trial: Trial | undefined };

/** Each worker takes the next training in line until none is left. */
export async function runInWorkers(
  experiment: Experiment,
  tasks: readonly TrialTask[],
  atOnce: number,
  events: TrialEvents,
  signal: AbortSignal,
): Promise<(Trial | undefined)[]> {
  const results: (Trial | undefined)[] = tasks.map(() => undefined);
  const queue = [...tasks.entries()];
  const workers = Array.from({ length: Math.min(atOnce, tasks.length) }, () => startWorker(experiment));
  const cancel = () => {
    for (const worker of workers) worker.postMessage({ kind: "cancel" } satisfies Order);
  };
  signal.addEventListener("abort", cancel);
  try {
    await Promise.all(workers.map(serve));
  } finally {
    signal.removeEventListener("abort", cancel);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;

  async function serve(worker: Worker): Promise<void> {
    for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
      const [index, task] = next;
      events.onStart?.(index);
      worker.postMessage({ kind: "train", index, task } satisfies Order);
      const trial = await untilDone(worker, events);
      results[index] = trial;
      if (trial) await events.onDone?.(index, trial);
    }
  }
}

function startWorker(experiment: Experiment): Worker {
  const worker = new Worker(new URL("./trial-worker.js", import.meta.url), { workerData: experiment });
  // One listener for each training that it does.
  worker.setMaxListeners(0);
  return worker;
}

function untilDone(worker: Worker, events: TrialEvents): Promise<Trial | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      finish();
    };
    const onMessage = (news: News) => {
      if (news.kind === "step") events.onStep?.(news.index, news.step, news.loss);
      else if (news.kind === "point") events.onPoint?.(news.index, news.point);
      else settle(() => resolve(news.trial));
    };
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) => settle(() => reject(new Error(`a worker ended with code ${code}`)));
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  });
}
