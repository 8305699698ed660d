import { setImmediate } from "node:timers/promises";
import { outcomeOf } from "../../score/pair-outcome.ts";
import { pairScorer } from "../../score/pair-scorer.ts";
import { readBoth } from "../../score/read-both.ts";
import type { RunPairs } from "../../score/score-shard.ts";
import { packedMaskReader } from "./packed-mask-reader.ts";

/** Scores pairs of a pack that was unpacked, one after the other; between two of them the process hears of what happens around it. */
export function packedPairs(): RunPairs {
  return async (pairs, settings, onOutcome) => {
    const { paint, decode, mostPixels } = settings;
    const reader = () => packedMaskReader(paint, mostPixels);
    const score = pairScorer(settings, readBoth(reader(), reader(), decode));
    for (const [place, pair] of pairs.entries()) {
      onOutcome(await outcomeOf(pair, place, score));
      await setImmediate();
    }
  };
}
