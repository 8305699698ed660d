import type { Raster } from "@segloss/io";
import { isDataError } from "./data-error.ts";
import type { FileSystem } from "./files/file-system.ts";
import { joinedChannels } from "./joined-channels.ts";
import { listedError } from "./listed-error.ts";
import { lastOnTop, readMask } from "./object-folder.ts";
import { paintedPairs } from "./painted-mask.ts";
import type { Pair } from "./pair.ts";
import { type MaskOptions, paintedPair, type RawPair, rawPair } from "./raw-pair.ts";
import { readRasterOf } from "./read-source.ts";

/** How the files of a pair are read. */
export interface RawPairOptions extends MaskOptions {
  /** Reads masks that are annotations. */
  readonly paint?: ReturnType<typeof paintedPairs> | undefined;
}

/**
 * Reads both files; RGB masks get the labels of their colours.
 *
 * @throws DataError, which lists both where neither can be read
 */
export async function readRawPair(
  fs: FileSystem,
  pair: Pair,
  { paint = paintedPairs(fs, {}), ...options }: RawPairOptions = {},
): Promise<RawPair> {
  const image = await readImage(fs, pair).catch(async (error: unknown) => {
    throw await withMask(fs, pair, error);
  });
  if (pair.painted) return paintedPair(pair, image, await paint(pair.painted.path, sizeAsShown(image)));
  return rawPair(pair, image, lastOnTop(await readMask(fs, pair.mask, pair.objects ?? false)), options);
}

/** What is wrong with an image, and with its mask, which nobody would look at any more. */
async function withMask(fs: FileSystem, { mask, objects = false, painted }: Pair, error: unknown) {
  if (painted || !isDataError(error)) return error;
  const second = await readMask(fs, mask, objects).catch((caught: unknown) => caught);
  if (!isDataError(second)) return error;
  return listedError(`${error.message}; ${second.message}`, [error.message, second.message]);
}

function sizeAsShown({ width, height, exifOrientation = 1 }: Raster) {
  return exifOrientation >= 5 ? { width: height, height: width } : { width, height };
}

/** The channels of an image, each of a file of its own, side by side. */
export async function readImage(
  fs: FileSystem,
  { image, channels }: Pick<Pair, "image" | "channels">,
): Promise<Raster> {
  if (!channels) return readRasterOf(fs, image);
  return joinedChannels(await Promise.all(channels.map((path) => readRasterOf(fs, path))), channels);
}
