import { type RunTasks, runTasks } from "./run-tasks.ts";
import { type TrainingProcess, trainingProcess } from "./training-process.ts";

/** Processes that train, and stay for the next list of trainings: to start one takes as long as ten steps. */
export interface TrainingPool {
  readonly runTasks: RunTasks;
  /** Starts processes that will be needed soon, while there is something else to do: a few of so many. */
  warm(opener: string, count: number): void;
  /** No process is left when it resolves. */
  end(): Promise<void>;
}

/** Processes that are started before it is known how many are needed. */
const MOST_WARM = 4;

export function trainingPool(): TrainingPool {
  const idle: { readonly opener: string; readonly server: TrainingProcess }[] = [];
  const lend = (opener: string): TrainingProcess => {
    const at = idle.findIndex((one) => one.opener === opener && one.server.alive);
    return at < 0 ? trainingProcess(opener) : idle.splice(at, 1)[0].server;
  };
  return {
    runTasks: (context, tasks, options) =>
      runTasks(context, tasks, options, {
        lend: () => lend(context.opener),
        takeBack: (server) => void idle.push({ opener: context.opener, server }),
      }),
    warm(opener, count) {
      while (idle.length < Math.min(count, MOST_WARM)) idle.push({ opener, server: trainingProcess(opener) });
    },
    async end() {
      // They have nothing to do, and nothing to lose.
      await Promise.all(idle.splice(0).map(({ server }) => server.end(0)));
    },
  };
}
