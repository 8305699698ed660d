import { setFlagsFromString } from "node:v8";
import type { Worker } from "node:worker_threads";

/**
 * Each thread compiles its own hot code: the cores are busy anyway, and in Node 20 a thread that ends waits for such
 * work elsewhere, which may wait for the thread to collect its garbage: a rare standstill.
 */
const COMPILE_IN_PLACE = "--no-concurrent-recompilation";

/** Room for new objects of a thread, in MB. They die early, but the host lets their room grow to ten times as much. */
const MOST_YOUNG = 6;

/** Threads that have started and wait for pairs. A process that has nothing else to do does not wait for them. */
export interface WaitingThreads {
  /** Those that have started and are not taken. */
  readonly count: number;
  /** Gives so many threads, started now where no more wait. */
  take(count: number): Worker[];
}

/** Starts threads: they load their code while this one is busy otherwise. */
export function startThreads(count: number): WaitingThreads {
  const waiting = Array.from({ length: count }, startThread);
  for (const thread of waiting) thread.unref();
  return {
    get count() {
      return waiting.length;
    },
    take(wanted) {
      const taken = waiting.splice(0, wanted);
      for (const thread of taken) thread.ref();
      while (taken.length < wanted) taken.push(startThread());
      return taken;
    },
  };
}

function startThread(): Worker {
  setFlagsFromString(COMPILE_IN_PLACE);
  const url = new URL("./score-worker.js", import.meta.url);
  // Loading what Node has for threads takes 3 ms, and short calls do without.
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  return new Worker(url, { resourceLimits: { maxYoungGenerationSizeMb: MOST_YOUNG } });
}
