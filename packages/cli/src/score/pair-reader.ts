import type { Raster, RasterWindows } from "@segloss/io";
import { isYoloFile, type PixelSize } from "../data/yolo-file.ts";
import { isOpen } from "./is-open.ts";
import { maskReader } from "./mask-reader.ts";
import type { ReadPair } from "./read-pair.ts";
import type { ScoreSettings } from "./score-settings.ts";

/**
 * Reads both files of a pair from disk.
 * @param reader of the masks of one side
 */
export function pairReader(
  { paint, decode, mostPixels }: Pick<ScoreSettings, "paint" | "decode" | "mostPixels">,
  reader: typeof maskReader = maskReader,
): ReadPair {
  const [predictions, truths] = [reader(paint, mostPixels), reader(paint, mostPixels)];
  return async ({ predicted, truth }) => {
    const [lacksSize, truthLacksSize] = [isYoloFile(predicted), isYoloFile(truth)];
    if (lacksSize && truthLacksSize) {
      const size = (await truths.sizeOf(truth)) ?? (await predictions.sizeOf(predicted));
      return {
        p: await predictions.read(predicted, decode, size),
        t: await truths.read(truth, decode, size),
      };
    }
    if (lacksSize) {
      const t = await truths.read(truth, decode);
      return { p: await predictions.read(predicted, decode, sizeOf(t)), t };
    }
    const p = await predictions.read(predicted, decode);
    return { p, t: await truths.read(truth, decode, sizeOf(p)) };
  };
}

function sizeOf(mask: Raster | RasterWindows): PixelSize {
  return isOpen(mask) ? mask.head : mask;
}
