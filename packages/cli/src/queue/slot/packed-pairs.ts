import { setImmediate } from "node:timers/promises";
import { outcomeOf } from "../../score/pair-outcome.ts";
import { pairReader } from "../../score/pair-reader.ts";
import { pairScorer } from "../../score/pair-scorer.ts";
import type { RunPairs } from "../../score/score-shard.ts";
import { packedMaskReader } from "./packed-mask-reader.ts";

/** Scores pairs of a pack that was unpacked, one after the other; between two of them the process hears of what happens around it. */
export function packedPairs(): RunPairs {
  return async (pairs, settings, onOutcome) => {
    const score = pairScorer(settings, pairReader(settings, packedMaskReader));
    for (const pair of pairs) {
      onOutcome(await outcomeOf(pair, score));
      await setImmediate();
    }
  };
}
