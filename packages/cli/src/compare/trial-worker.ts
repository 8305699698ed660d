import { parentPort, workerData } from "node:worker_threads";
import type { Experiment } from "./experiment.ts";
import type { News, Order } from "./run-in-workers.ts";
import { runTrial } from "./run-trial.ts";
import type { TrialTask } from "./trial.ts";

/** Steps are told at most this often, in milliseconds. */
const TELL_EVERY = 100;

const port = parentPort!;
const experiment = workerData as Experiment;
const state = { cancelled: false };

port.on("message", (order: Order) => {
  if (order.kind === "cancel") state.cancelled = true;
  else void train(order.index, order.task);
});

function tell(news: News): void {
  port.postMessage(news);
}

async function train(index: number, task: TrialTask): Promise<void> {
  let told = 0;
  const trial = await runTrial(experiment, task, {
    onStep(step, loss) {
      if (performance.now() - told < TELL_EVERY && step < task.steps) return;
      told = performance.now();
      tell({ kind: "step", index, step, loss });
    },
    onPoint: (point) => tell({ kind: "point", index, point }),
    cancelled: () => state.cancelled,
  });
  tell({ kind: "done", index, trial });
}
