import type { TrialTask } from "../../protocol/trial.ts";
import { failureReason } from "../failure-reason.ts";
import { runTrial } from "../run-trial.ts";
import type { OpenTrialContext, TrialContext } from "../trial-context.ts";
import type { News, Order } from "./messages.ts";

// The entry of a training process: opens contexts by itself and serves trainings one after another, as it is told.

/** Steps are told at most this often, in milliseconds. */
const TELL_EVERY = 100;
/** Time to write a checkpoint in after the parent has gone, in milliseconds. */
const LAST_MOMENT = 20_000;

const [opener] = process.argv.slice(2);
const state = { cancelled: false, busy: false, orphaned: false };

// A terminal and a batch system send these to all processes; the parent decides what becomes of this one.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("disconnect", () => {
  Object.assign(state, { cancelled: true, orphaned: true });
  if (!state.busy) process.exit(1);
  setTimeout(() => process.exit(1), LAST_MOMENT);
});

// Loaded before it is needed: that takes as long as some steps.
const loading = import(opener) as Promise<{ openTrialContext: OpenTrialContext }>;
loading.catch(() => {});
let opened: Promise<Opened> = Promise.resolve({ reason: "it was not told what to train on" });
process.on("message", (order: Order) => {
  if (order.kind === "cancel") state.cancelled = true;
  else if (order.kind === "open") opened = open(order.path, opened);
  else void train(order.index, order.task);
});

/** A parent that has just gone is no error here: the closed channel is noticed by itself. */
function tell(news: News): void {
  if (process.connected) process.send?.(news, undefined, undefined, () => {});
}

/** What to train on, or why there is nothing. */
type Opened = { readonly context: TrialContext } | { readonly reason: string };

async function open(path: string, before: Promise<Opened>): Promise<Opened> {
  try {
    const previous = await before;
    if ("context" in previous) previous.context.source.close();
    const { openTrialContext } = await loading;
    return { context: await openTrialContext(path) };
  } catch (error) {
    return { reason: failureReason(error) };
  }
}

async function train(index: number, task: TrialTask): Promise<void> {
  const now = await opened;
  if ("reason" in now) return tell({ kind: "cannot open", reason: now.reason });
  const { context } = now;
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
