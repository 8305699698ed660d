import { Worker } from "node:worker_threads";
import type { FilePair } from "./pair-files.ts";
import { type PairScore, type ScoreSettings, scorePair } from "./score-pair.ts";

/** A pair's scores, or one line that says why there are none. */
export type PairOutcome = { readonly score: PairScore } | { readonly problem: string };

/**
 * Scores all pairs and hands each outcome on as it comes, in any order, so that only `workers` pairs are
 * in memory. With one worker it stays in this thread.
 */
export async function runPairs(
  pairs: readonly FilePair[],
  settings: ScoreSettings,
  workers: number,
  signal: AbortSignal,
  onOutcome: (outcome: PairOutcome) => void,
): Promise<void> {
  const queue = pairs.values();
  if (workers === 1) return work((pair) => outcomeOf(pair, settings));
  const threads = Array.from({ length: Math.min(workers, pairs.length) }, () => startWorker(settings));
  try {
    await Promise.all(threads.map((thread) => work((pair) => ask(thread, pair))));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }

  async function work(outcome: (pair: FilePair) => Promise<PairOutcome>): Promise<void> {
    // Not for...of: leaving it would close the iterator that the workers share.
    for (let next = queue.next(); !next.done && !signal.aborted; next = queue.next())
      onOutcome(await outcome(next.value));
  }
}

/** What is wrong with one file must not end the others. */
export async function outcomeOf(pair: FilePair, settings: ScoreSettings): Promise<PairOutcome> {
  try {
    return { score: await scorePair(pair, settings) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function startWorker(settings: ScoreSettings): Worker {
  return new Worker(new URL("./score-worker.js", import.meta.url), { workerData: settings });
}

function ask(thread: Worker, pair: FilePair): Promise<PairOutcome> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      thread.off("message", onMessage).off("error", onError).off("exit", onExit);
      finish();
    };
    const onMessage = (outcome: PairOutcome) => settle(() => resolve(outcome));
    const onError = (error: unknown) => settle(() => reject(error));
    const onExit = (code: number) => settle(() => reject(new Error(`a worker ended with code ${code}`)));
    thread.on("message", onMessage).on("error", onError).on("exit", onExit);
    thread.postMessage(pair);
  });
}
