import { runPairs, type ThreadChoice } from "./run-pairs.ts";
import type { RunPairs } from "./score-shard.ts";

/** Scores files on disk, by the threads of this machine. */
export function runsHere(threads: ThreadChoice, signal: AbortSignal): RunPairs {
  return (pairs, settings, onOutcome) => runPairs(pairs, settings, threads, signal, onOutcome);
}
