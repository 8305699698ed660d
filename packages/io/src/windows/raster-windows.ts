import { splitAlpha } from "../raster/split-alpha.ts";
import { type Raster, type RasterHead, sizeText } from "../raster.ts";
import { notSupported } from "../reader-error.ts";

/** A part of a raster: its first sample and its size along depth, height and width. */
export interface Box {
  readonly from: readonly [z: number, y: number, x: number];
  readonly size: readonly [depth: number, height: number, width: number];
}

/** A file that is read by parts, without the whole of it in memory. */
export interface RasterWindows {
  /** Its channels count alpha, which is a channel here: whether it is a mask shows when all of it has been seen. */
  readonly head: RasterHead;
  /** The channel that is alpha, as `splitAlpha` takes it; -1 for none. */
  readonly alphaAt: number;
  /** Size of the tiles, strips or chunks that it is stored in: boxes of whole ones read each once. */
  readonly block: readonly [depth: number, height: number, width: number];
  /** Decodes a box. The raster has the head's facts and the box's size. */
  readBox(box: Box): Promise<Raster>;
}

/** @throws Error where a box does not lie in the raster */
export function checkInside({ from, size }: Box, { depth, height, width }: RasterHead): void {
  const isInside = [depth, height, width].every(
    (most, k) =>
      Number.isInteger(from[k]) &&
      Number.isInteger(size[k]) &&
      from[k] >= 0 &&
      size[k] >= 1 &&
      from[k] + size[k] <= most,
  );
  if (isInside) return;
  const text = ([z, y, x]: readonly number[]) => `${x}x${y}x${z}`;
  throw new Error(
    `the box ${text(size)} at (${[...from].reverse().join(", ")}) does not lie in ${text([depth, height, width])} samples`,
  );
}

/** Values that a raster in memory may have. */
const MOST_VALUES = 2 ** 31;

/**
 * All of it, as a raster in memory.
 *
 * @throws Error where it has too many values
 */
export async function wholeRaster(windows: RasterWindows): Promise<Raster> {
  const { depth, height, width, channels } = windows.head;
  if (depth * height * width * channels > MOST_VALUES)
    throw notSupported(`it has the size ${sizeText(windows.head)}; expected 1 to 2^31 values at once`);
  return splitAlpha(
    await windows.readBox({ from: [0, 0, 0], size: [depth, height, width] }),
    windows.alphaAt,
  );
}
