import type { TrialTask } from "../../protocol/trial.ts";
import { failureReason } from "../failure-reason.ts";
import { runTrial } from "../run-trial.ts";
import type { OpenTrialContext, TrialContext } from "../trial-context.ts";
import type { News, Order } from "./messages.ts";

// The entry of a training process: opens the context by itself and serves trainings one after another, as it is told.

/** Steps are told at most this often, in milliseconds. */
const TELL_EVERY = 100;
/** Time to write a checkpoint in after the parent has gone, in milliseconds. */
const LAST_MOMENT = 20_000;

const [opener, path] = process.argv.slice(2);
const state = { cancelled: false, busy: false, orphaned: false };

// A terminal and a batch system send these to all processes; the parent decides what becomes of this one.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", () => {
  Object.assign(state, { cancelled: true, orphaned: true });
  if (!state.busy) process.exit(1);
  setTimeout(() => process.exit(1), LAST_MOMENT);
});

const opened = open();
process.on("message", (order: Order) => {
  if (order.kind === "cancel") state.cancelled = true;
  else void train(order.index, order.task);
});

/** A parent that has just gone is no error here: the closed channel is noticed by itself. */
function tell(news: News): void {
  if (process.connected) process.send?.(news, undefined, undefined, () => {});
}

async function open(): Promise<TrialContext | undefined> {
  try {
    const { openTrialContext } = (await import(opener)) as { openTrialContext: OpenTrialContext };
    const context = await openTrialContext(path);
    tell({ kind: "ready" });
    return context;
  } catch (error) {
    tell({ kind: "cannot open", reason: failureReason(error) });
    return undefined;
  }
}

async function train(index: number, task: TrialTask): Promise<void> {
  const context = await opened;
  if (!context) return;
  state.busy = true;
  let told = 0;
  const result = await runTrial(context, task, {
    onStep(step, loss) {
      if (performance.now() - told < TELL_EVERY && step < task.steps) return;
      told = performance.now();
      tell({ kind: "step", index, step, loss });
    },
    onPoint: (point) => tell({ kind: "point", index, point }),
    cancelled: () => state.cancelled,
  });
  state.busy = false;
  if (state.orphaned) process.exit(1);
  tell({ kind: "done", index, result });
}
