import type { Raster, RasterWindows } from "@segloss/io";
import { isYoloFile, type PixelSize } from "../data/yolo-file.ts";
import { isOpen, maskReader } from "./mask-reader.ts";
import type { FilePair } from "./pair-files.ts";
import type { ScoreSettings } from "./score-settings.ts";

/** A prediction and its truth as their files hold them. */
export interface RasterPair {
  readonly p: Raster | RasterWindows;
  readonly t: Raster | RasterWindows;
}

/** Reads both files of a pair. The labels of the last call may be written over by the next one. */
export function pairReader({
  paint,
  decode,
  mostPixels,
}: Pick<ScoreSettings, "paint" | "decode" | "mostPixels">): (pair: FilePair) => Promise<RasterPair> {
  const [predictions, truths] = [maskReader(paint, mostPixels), maskReader(paint, mostPixels)];
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
