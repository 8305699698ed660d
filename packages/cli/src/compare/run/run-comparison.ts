import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "../protocol/plan.ts";
import type { ScreenedLoss } from "../protocol/results.ts";
import type { TrialResult, TrialTask } from "../protocol/trial.ts";
import type { RunTasks } from "../trial/pool/run-tasks.ts";
import { taskKey } from "../trial/task-key.ts";
import type { ContextAddress } from "../trial/trial-context.ts";
import { resultPath } from "../trial/trial-paths.ts";
import { chooseLosses, chooseRates, finalists } from "./choose.ts";
import { endOf, type Listener } from "./comparison-events.ts";
import { finalTasks, lossTasks, rateTasks } from "./tasks.ts";

/** How far a comparison has come: all trainings that have ended, and what they chose. */
export interface Standing {
  /** Empty until the screen has chosen. */
  readonly screen: readonly ScreenedLoss[];
  readonly trials: readonly TrialResult[];
}

export interface RunOptions {
  readonly context: ContextAddress;
  readonly runTasks: RunTasks;
  /** Folder of the comparison. */
  readonly folder: string;
  readonly listen: Listener;
  readonly signal: AbortSignal;
  /** Mean Dice of a training over its test images, for the events. */
  readonly diceOf: (result: TrialResult) => number | null;
  /** Called after each training that has ended; the next one of that process waits. */
  readonly onStanding: (standing: Standing) => Promise<void>;
}

/**
 * Trains what a plan says: rates, losses, scored trainings. What an earlier run into the same folder has ended is taken as it is. When the signal comes, running
 * trainings leave a checkpoint, and what there is is returned.
 */
export async function runComparison(plan: Plan, options: RunOptions): Promise<Standing> {
  const trials: TrialResult[] = [];
  let screen: readonly ScreenedLoss[] = [];
  const ended = () => options.signal.aborted;
  const rates = await phase("rate", rateTasks(plan));
  if (ended()) return { screen, trials };
  const chosen = chooseRates(plan, rates);
  const going = chosen.map((one) => ({ planned: one.loss, loss: one.chosen, rate: one.rate }));
  const losses = await phase("loss", lossTasks(plan, going));
  if (ended()) return { screen, trials };
  screen = chooseLosses(plan, chosen, losses);
  await options.onStanding({ screen, trials });
  await phase("final", finalTasks(plan, finalists(screen)));
  return { screen, trials };

  async function phase(name: TrialTask["purpose"], tasks: readonly TrialTask[]): Promise<TrialResult[]> {
    const { context, runTasks, listen, signal, onStanding, diceOf } = options;
    if (tasks.length === 0) return [];
    listen({ event: "phase", phase: name, trainings: tasks.length });
    const known = await Promise.all(tasks.map((task) => endedBefore(plan, options.folder, task)));
    const results = known.filter((one) => one !== undefined);
    trials.push(...results);
    for (const result of results) {
      announce(result.task, result.machines?.at(-1)?.name);
      listen(endOf(result, diceOf(result)));
    }
    const open = tasks.filter((_, k) => known[k] === undefined);
    if (open.length === 0 || signal.aborted) return results;
    await runTasks(context, open, {
      atOnce: plan.training.atOnce,
      signal,
      events: {
        onStart: (index, machine) => announce(open[index], machine),
        onStep: (index, step, loss) =>
          listen({ event: "step", id: open[index].id, step, loss: Number.isFinite(loss) ? loss : null }),
        onPoint: (index, point) => listen({ event: "point", id: open[index].id, ...point }),
        onNote: (text) => listen({ event: "note", text }),
        async onDone(_index, result) {
          results.push(result);
          trials.push(result);
          listen(endOf(result, diceOf(result)));
          await onStanding({ screen, trials });
        },
      },
    });
    // In the order of the tasks, whichever ended first.
    return tasks.flatMap(({ id }) => results.find(({ task }) => task.id === id) ?? []);
  }

  function announce({ id, loss, rate, steps, repeat, fold }: TrialTask, machine?: string): void {
    const where = machine === undefined ? {} : { machine };
    options.listen({ event: "trial-start", id, loss, rate, steps, repeat, fold, ...where });
  }
}

/** The result of the very same task by the same settings that stands in its file, its network beside it; failed trainings have none. */
async function endedBefore(plan: Plan, folder: string, task: TrialTask): Promise<TrialResult | undefined> {
  try {
    const result = JSON.parse(await readFile(resultPath(folder, task), "utf8")) as TrialResult;
    if (result.key !== taskKey(plan, task)) return undefined;
    if (result.model !== null) await access(join(folder, result.model));
    return result;
  } catch {
    return undefined;
  }
}
