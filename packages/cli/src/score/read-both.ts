import type { Raster, RasterWindows } from "@segloss/io";
import { isYoloFile, type PixelSize } from "../data/yolo-file.ts";
import { isOpen } from "./is-open.ts";
import type { MaskReader } from "./mask-reader.ts";
import type { ReadPair } from "./read-pair.ts";
import type { ScoreSettings } from "./score-settings.ts";

/** Reads both files of a pair, wherever they are. */
export function readBoth(
  predictions: MaskReader,
  truths: MaskReader,
  decode: ScoreSettings["decode"],
): ReadPair {
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
