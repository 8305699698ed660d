import { maskReader } from "./mask-reader.ts";
import { readBoth } from "./read-both.ts";
import type { ReadPair } from "./read-pair.ts";
import type { ScoreSettings } from "./score-settings.ts";

/** Reads both files of a pair from disk. */
export function pairReader({
  paint,
  decode,
  mostPixels,
}: Pick<ScoreSettings, "paint" | "decode" | "mostPixels">): ReadPair {
  return readBoth(maskReader(paint, mostPixels), maskReader(paint, mostPixels), decode);
}
