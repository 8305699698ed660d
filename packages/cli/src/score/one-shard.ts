import type { RunShards } from "./score-set.ts";
import { type RunPairs, scoreShard } from "./score-shard.ts";

/** All pairs as one shard. */
export function oneShard(run: RunPairs, onDone: () => void): RunShards {
  return async (pairs, settings, onShard) => onShard(await scoreShard(pairs, settings, run, onDone), 0);
}
