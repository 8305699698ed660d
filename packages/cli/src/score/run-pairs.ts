import { uptime } from "node:process";
import { setImmediate } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { onAbort } from "../processes/on-abort.ts";
import type { FilePair } from "./file-pair.ts";
import { outcomeOf, type PairOutcome } from "./pair-outcome.ts";
import { pairReader } from "./pair-reader.ts";
import { pairScorer } from "./pair-scorer.ts";
import type { ScoreSettings } from "./score-settings.ts";
import type { WaitingThreads } from "./waiting-threads.ts";
import { freshPair, type ListedPairs, type WrittenPairs, writePairs } from "./written-pairs.ts";

/** What a thread is given. */
export interface PairWork {
  readonly pairs: WrittenPairs;
  readonly settings: ScoreSettings;
  /** Number of the pair that is due next, in memory that all threads share, so that none waits for another. */
  readonly next: Int32Array;
}

/** Time after which a thread lets others have a look, in seconds: a bar moves, ctrl-C is heard. */
const TURN = 0.05;

/** Outcomes that are handed on together: what waits longer than the host's collector of young objects runs costs memory. */
const TOGETHER = 16;

/** Time that is left for one thread, in seconds, from which on others are worth their start, which takes a tenth of it. */
const WORTH_THREADS = 0.4;

/** Threads to score with, this one among them. */
export interface ThreadChoice {
  readonly most: number;
  /** Those that have started take pairs at once, others when the first pairs show that the work is long enough. */
  readonly waiting: WaitingThreads;
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
  const next = new Int32Array(new SharedArrayBuffer(4));
  const others = Math.min(threads.most, pairs.length) - 1;
  const workers: Worker[] = [];
  const stop = () => Atomics.store(next, 0, pairs.length);
  const unheard = onAbort(signal, stop);
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
        const work: PairWork = { pairs: writePairs(pairs), settings, next };
        for (const worker of threads.waiting.take(others)) {
          workers.push(worker.on("message", take).on("error", reject).on("exit", endedEarly));
          worker.postMessage(work);
        }
      };
      const began = uptime();
      const takeOwn = (outcomes: readonly PairOutcome[]) => {
        take(outcomes);
        const perPair = (uptime() - began) / (pairs.length - left);
        if (others > 0 && workers.length === 0 && perPair * left > WORTH_THREADS) startOthers();
      };
      if (others > 0 && threads.waiting.count > 0) startOthers();
      const endIfStopped = () => signal.aborted && resolve();
      const own = {
        length: pairs.length,
        pairAt: (place: number) => freshPair(pairs[place]),
        settings,
        next,
      };
      workThrough(own, takeOwn).then(endIfStopped, reject);
    });
  } finally {
    stop();
    unheard();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Takes pairs until none is left and gives their outcomes, some at a time. */
export async function workThrough(
  { length, pairAt, settings, next }: ListedPairs & Pick<PairWork, "settings" | "next">,
  give: (outcomes: readonly PairOutcome[]) => void,
): Promise<void> {
  const score = pairScorer(settings, pairReader(settings));
  let outcomes: PairOutcome[] = [];
  let turn = uptime();
  for (let k = Atomics.add(next, 0, 1); k < length; k = Atomics.add(next, 0, 1)) {
    outcomes.push(await outcomeOf(pairAt(k), k, score));
    const isDue = uptime() - turn >= TURN;
    if (isDue || outcomes.length === TOGETHER) {
      give(outcomes);
      outcomes = [];
    }
    if (!isDue) continue;
    await setImmediate();
    turn = uptime();
  }
  give(outcomes);
}
