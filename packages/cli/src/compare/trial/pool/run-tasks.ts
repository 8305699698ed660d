import { onAbort } from "../../../processes/on-abort.ts";
import type { CurvePoint, TrialResult, TrialTask } from "../../protocol/trial.ts";
import type { ContextAddress } from "../trial-context.ts";
import type { TrainingProcess } from "./training-process.ts";

/** Told about the trainings of a list, by their place in it. */
export interface TaskEvents {
  /** @param machine where it is not this one */
  onStart?(index: number, machine?: string): void;
  onStep?(index: number, step: number, loss: number): void;
  onPoint?(index: number, point: CurvePoint): void;
  /** Who does the trainings, and what hinders them, where that is not this machine. */
  onNote?(text: string): void;
  /** May take its time; the next training of that process waits. */
  onDone?(index: number, result: TrialResult): void | Promise<void>;
}

export interface RunTasksOptions {
  /** Trainings at a time; the results do not depend on it. */
  readonly atOnce: number;
  readonly events?: TaskEvents;
  /** Stops all trainings at their next step; each leaves a checkpoint. */
  readonly signal?: AbortSignal;
  /** How long a process may take to stop before it is killed, in milliseconds. Default 30,000. */
  readonly patience?: number;
}

/** Does the trainings of a list: here, or elsewhere. */
export type RunTasks = (
  context: ContextAddress,
  tasks: readonly TrialTask[],
  options: RunTasksOptions,
) => Promise<(TrialResult | undefined)[]>;

/** Where processes come from, and where sound ones go. */
export interface Lender {
  lend(): TrainingProcess;
  takeBack(server: TrainingProcess): void;
}

/** How long a process may take to stop before it is killed, in milliseconds. */
const PATIENCE = 30_000;

/**
 * Trains in the processes of a lender, `atOnce` at a time, each one task after another in the order of the list, and returns the
 * results; undefined where the signal came first. A process that comes to an end makes its task `failed`, and another takes its
 * place. When this returns, the lender has every process back that is of use.
 *
 * @throws Error when what is to be trained on cannot be opened, or from `events`; all processes are stopped before
 */
export async function runTasks(
  context: ContextAddress,
  tasks: readonly TrialTask[],
  { atOnce, events = {}, signal, patience = PATIENCE }: RunTasksOptions,
  { lend, takeBack }: Lender,
): Promise<(TrialResult | undefined)[]> {
  const results: (TrialResult | undefined)[] = tasks.map(() => undefined);
  const queue = [...tasks.entries()];
  const running = new Set<TrainingProcess>();
  const stopped = new AbortController();
  const stop = () => {
    stopped.abort();
    for (const one of running) one.cancel(patience);
  };
  const unheard = signal && onAbort(signal, stop);
  try {
    const servers = Array.from({ length: Math.min(atOnce, tasks.length) }, () => serve());
    const outcomes = await Promise.allSettled(servers);
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
  } finally {
    unheard?.();
  }
  return results;

  async function serve(): Promise<void> {
    let server: TrainingProcess | undefined;
    try {
      for (let next = take(); next; next = take()) {
        const [index, task] = next;
        if (!server?.alive) server = begin(server);
        events.onStart?.(index);
        const result = await server.run(index, task, eventsOf(index));
        // One that was killed because it did not stop in time has not failed.
        if (stopped.signal.aborted && !server.alive) return;
        results[index] = result;
        if (result) await events.onDone?.(index, result);
      }
    } catch (error) {
      // The others end by themselves.
      stop();
      throw error;
    } finally {
      if (server) {
        // One that was told to stop takes no further task.
        if (stopped.signal.aborted || !server.alive) await server.end(patience);
        else takeBack(server);
        running.delete(server);
      }
    }
  }

  function take(): [number, TrialTask] | undefined {
    return stopped.signal.aborted ? undefined : queue.shift();
  }

  function begin(previous: TrainingProcess | undefined): TrainingProcess {
    if (previous) running.delete(previous);
    const server = lend();
    server.open(context.path);
    running.add(server);
    return server;
  }

  function eventsOf(index: number) {
    return {
      onStep: (step: number, loss: number) => events.onStep?.(index, step, loss),
      onPoint: (point: CurvePoint) => events.onPoint?.(index, point),
    };
  }
}
