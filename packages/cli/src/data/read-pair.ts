import type { Raster } from "@segloss/io";
import { DISK } from "./files/disk.ts";
import { joinedChannels } from "./joined-channels.ts";
import { lastOnTop, readMask } from "./object-folder.ts";
import { paintedPairs } from "./painted-mask.ts";
import type { Pair } from "./pair.ts";
import { type MaskOptions, paintedPair, type RawPair, rawPair } from "./raw-pair.ts";
import { readRaster } from "./read-file.ts";

/** How the files of a pair are read. */
export interface RawPairOptions extends MaskOptions {
  /** Reads masks that are annotations. */
  readonly paint?: ReturnType<typeof paintedPairs> | undefined;
}

/** Reads both files; RGB masks get the labels of their colours. */
export async function readRawPair(
  pair: Pair,
  { paint = paintedPairs(DISK, {}), ...options }: RawPairOptions = {},
): Promise<RawPair> {
  const image = await readImage(pair);
  if (pair.painted) return paintedPair(pair, image, await paint(pair.painted.path, sizeAsShown(image)));
  return rawPair(pair, image, lastOnTop(await readMask(DISK, pair.mask, pair.objects ?? false)), options);
}

function sizeAsShown({ width, height, exifOrientation = 1 }: Raster) {
  return exifOrientation >= 5 ? { width: height, height: width } : { width, height };
}

/** The channels of an image, each of a file of its own, side by side. */
export async function readImage({ image, channels }: Pick<Pair, "image" | "channels">): Promise<Raster> {
  if (!channels) return readRaster(image);
  return joinedChannels(await Promise.all(channels.map((path) => readRaster(path))), channels);
}
