import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { FilePair } from "./pair-files.ts";
import { type PairScore, pairScorer, type ScorePair, type ScoreSettings } from "./score-pair.ts";

/** A pair's scores, or one line that says why there are none. */
export type PairOutcome = { readonly score: PairScore } | { readonly problem: string };

/** What a thread is given. */
export interface PairWork {
  readonly pairs: readonly FilePair[];
  readonly settings: ScoreSettings;
  /** Number of the pair that is due next, in memory that all threads share, so that none waits for another. */
  readonly next: Int32Array;
}

/** Time after which a thread lets others have a look, in ms: a bar moves, ctrl-C is heard. */
const TURN = 50;

/**
 * Each thread compiles its own hot code: the cores are busy anyway, and in Node 20 a thread that ends waits for such
 * work elsewhere, which may wait for the thread to collect its garbage: a rare standstill.
 */
const COMPILE_IN_PLACE = "--no-concurrent-recompilation";

/**
 * Scores all pairs and hands each outcome on as it comes, in any order, so that only `threads` pairs are in memory.
 * This thread is one of them: it works while the others start.
 */
export async function runPairs(
  pairs: readonly FilePair[],
  settings: ScoreSettings,
  threads: number,
  signal: AbortSignal,
  onOutcome: (outcome: PairOutcome) => void,
): Promise<void> {
  const work: PairWork = { pairs, settings, next: new Int32Array(new SharedArrayBuffer(4)) };
  const others = Math.min(threads, pairs.length) - 1;
  if (others > 0) setFlagsFromString(COMPILE_IN_PLACE);
  const workers = Array.from({ length: others }, () => startWorker(work));
  const stop = () => Atomics.store(work.next, 0, pairs.length);
  signal.addEventListener("abort", stop);
  try {
    await new Promise<void>((resolve, reject) => {
      let left = pairs.length;
      const take = (outcomes: readonly PairOutcome[]) => {
        outcomes.forEach(onOutcome);
        left -= outcomes.length;
        if (left === 0) resolve();
      };
      const endedEarly = (code: number) => reject(new Error(`a thread ended with code ${code}`));
      for (const worker of workers) worker.on("message", take).on("error", reject).on("exit", endedEarly);
      const endIfStopped = () => signal.aborted && resolve();
      workThrough(work, take).then(endIfStopped, reject);
    });
  } finally {
    stop();
    signal.removeEventListener("abort", stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Takes pairs until none is left and gives their outcomes, some at a time. */
export async function workThrough(
  { pairs, settings, next }: PairWork,
  give: (outcomes: readonly PairOutcome[]) => void,
): Promise<void> {
  const score = pairScorer(settings);
  let outcomes: PairOutcome[] = [];
  let turn = performance.now();
  for (let k = Atomics.add(next, 0, 1); k < pairs.length; k = Atomics.add(next, 0, 1)) {
    outcomes.push(await outcomeOf(pairs[k], score));
    if (performance.now() - turn < TURN) continue;
    give(outcomes);
    outcomes = [];
    await setImmediate();
    turn = performance.now();
  }
  give(outcomes);
}

/** What is wrong with one file must not end the others. */
async function outcomeOf(pair: FilePair, score: ScorePair): Promise<PairOutcome> {
  try {
    return { score: await score(pair) };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const named = [pair.predicted, pair.truth].some((path) => text.includes(path));
    return { problem: named ? text : `${pair.predicted}: ${text}` };
  }
}

function startWorker(work: PairWork): Worker {
  return new Worker(new URL("./score-worker.js", import.meta.url), { workerData: work });
}
