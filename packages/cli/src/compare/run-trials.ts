import type { Experiment } from "./experiment.ts";
import { runInWorkers } from "./run-in-workers.ts";
import { runTrial } from "./run-trial.ts";
import type { CurvePoint, Trial, TrialTask } from "./trial.ts";

/** Told about the trainings of a list, by their place in it. */
export interface TrialEvents {
  onStart?(index: number): void;
  onStep?(index: number, step: number, loss: number): void;
  onPoint?(index: number, point: CurvePoint): void;
  /** May take its time; the next training in line waits. */
  onDone?(index: number, trial: Trial): void | Promise<void>;
}

/**
 * Runs trainings, `atOnce` of them at a time, in the order of the list, and returns their results; undefined where the
 * signal came first. One at a time runs in this thread, several in workers. The results do not depend on `atOnce`.
 */
export async function runTrials(
  experiment: Experiment,
  tasks: readonly TrialTask[],
  atOnce: number,
  events: TrialEvents,
  signal: AbortSignal,
): Promise<(Trial | undefined)[]> {
  if (atOnce > 1 && tasks.length > 1) return runInWorkers(experiment, tasks, atOnce, events, signal);
  const results: (Trial | undefined)[] = tasks.map(() => undefined);
  for (const [index, task] of tasks.entries()) {
    if (signal.aborted) break;
    events.onStart?.(index);
    const trial = await runTrial(experiment, task, {
      onStep: (step, loss) => events.onStep?.(index, step, loss),
      onPoint: (point) => events.onPoint?.(index, point),
      cancelled: () => signal.aborted,
    });
    results[index] = trial;
    if (trial) await events.onDone?.(index, trial);
  }
  return results;
}
