import type { PredictedImage } from "./predicted-image.ts";

/** Where a square tile lies in an image, in pixels; it may reach beyond. */
export interface TilePlace {
  readonly channels: number;
  readonly size: number;
  readonly top: number;
  readonly left: number;
}

/**
 * Copies a tile of an image [height, width, channels] to [channels, size, size]. Beyond its edges an image is mirrored about its
 * outermost pixels (NumPy's "reflect"), as often as it takes.
 */
export function cutTile(
  { image, width, height }: PredictedImage,
  { channels, size, top, left }: TilePlace,
  tile: Float32Array,
): void {
  const columns = Int32Array.from({ length: size }, (_, x) => channels * mirrored(left + x, width));
  for (let y = 0; y < size; y++) {
    const row = mirrored(top + y, height) * width * channels;
    for (let c = 0; c < channels; c++) {
      const to = (c * size + y) * size;
      for (let x = 0; x < size; x++) tile[to + x] = image[row + columns[x] + c];
    }
  }
}

function mirrored(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const within = ((at % period) + period) % period;
  return within < length ? within : period - within;
}
