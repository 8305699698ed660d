import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import type { FilePair } from "./pair-files.ts";
import { pairScorer, type ScorePair } from "./pair-scorer.ts";
import type { PairScore } from "./score-pair.ts";
import type { ScoreSettings } from "./score-settings.ts";

/** A pair's scores (several where its files hold frames), or one line that says why there are none. */
export type PairOutcome =
  | { readonly scores: readonly PairScore[]; readonly pair: FilePair }
  | { readonly problem: string };

/** What a thread is given. */
export interface PairWork {
  readonly pairs: readonly FilePair[];
  readonly settings: ScoreSettings;
  /** Number of the pair that is due next, in memory that all threads share, so that none waits for another. */
  readonly next: Int32Array;
}

/** Time after which a thread lets others have a look, in ms: a bar moves, ctrl-C is heard. */
const TURN = 50;

/** Outcomes that are handed on together: what waits longer than the host's collector of young objects runs costs memory. */
const TOGETHER = 16;

/**
 * Each thread compiles its own hot code: the cores are busy anyway, and in Node 20 a thread that ends waits for such
 * work elsewhere, which may wait for the thread to collect its garbage: a rare standstill.
 */
const COMPILE_IN_PLACE = "--no-concurrent-recompilation";

/** Time that the work of one thread has to take, in ms, for others to be worth their start. */
const WORTH_THREADS = 1500;

/** Room for new objects of a thread, in MB. They die early, but the host lets their room grow to ten times as much. */
const MOST_YOUNG = 6;

/** Threads to score with, this one among them. */
export interface ThreadChoice {
  readonly most: number;
  /** Whether all start at once; else when the first pairs show that the work is long enough. */
  readonly atOnce: boolean;
}

/**
 * Scores all pairs and hands each outcome on as it comes, in any order, so that no more pairs than threads are in
 * memory. This thread is one of them.
 */
export async function runPairs(
  pairs: readonly FilePair[],
  settings: ScoreSettings,
  threads: ThreadChoice,
  signal: AbortSignal,
  onOutcome: (outcome: PairOutcome) => void,
): Promise<void> {
  const work: PairWork = { pairs, settings, next: new Int32Array(new SharedArrayBuffer(4)) };
  const others = Math.min(threads.most, pairs.length) - 1;
  const workers: Worker[] = [];
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
      const startOthers = () => {
        if (others > 0) setFlagsFromString(COMPILE_IN_PLACE);
        while (workers.length < others) {
          const worker = startWorker(work);
          workers.push(worker.on("message", take).on("error", reject).on("exit", endedEarly));
        }
      };
      const began = performance.now();
      const takeOwn = (outcomes: readonly PairOutcome[]) => {
        take(outcomes);
        const perPair = (performance.now() - began) / (pairs.length - left);
        if (workers.length === 0 && perPair * left > WORTH_THREADS) startOthers();
      };
      if (threads.atOnce) startOthers();
      const endIfStopped = () => signal.aborted && resolve();
      workThrough(work, takeOwn).then(endIfStopped, reject);
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
    const isDue = performance.now() - turn >= TURN;
    if (isDue || outcomes.length === TOGETHER) {
      give(outcomes);
      outcomes = [];
    }
    if (!isDue) continue;
    await setImmediate();
    turn = performance.now();
  }
  give(outcomes);
}

/** What is wrong with one file must not end the others. */
async function outcomeOf(pair: FilePair, score: ScorePair): Promise<PairOutcome> {
  try {
    return { scores: await score(pair), pair };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const named = [pair.predicted, pair.truth].some((path) => text.includes(path));
    return { problem: named ? text : `${pair.predicted}: ${text}` };
  }
}

function startWorker(work: PairWork): Worker {
  const url = new URL("./score-worker.js", import.meta.url);
  return new Worker(url, { workerData: work, resourceLimits: { maxYoungGenerationSizeMb: MOST_YOUNG } });
}
