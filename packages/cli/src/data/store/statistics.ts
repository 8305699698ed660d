import { pixelValues } from "./image-pixels.ts";
import type { StoredArray } from "./stored-array.ts";
import type { StoredPixels } from "./stored-pixels.ts";

/** Sums over the pixels of an image that are not ignored. */
export interface ImageStatistics {
  /** How many there are. */
  readonly pixels: number;
  /** Of the values of each channel, and of their squares; one entry stands for all channels where the image is gray among colours. */
  readonly sums: readonly number[];
  readonly squares: readonly number[];
}

/** @param stored numbers of the image, [height, width, channels] */
export function statisticsOf(
  stored: StoredArray,
  mask: ArrayLike<number>,
  ignore: number | undefined,
  pixels: Omit<StoredPixels, "place">,
): ImageStatistics {
  return stored instanceof Uint8Array
    ? ofBytes(stored, mask, ignore, pixels)
    : ofNumbers(stored, mask, ignore, pixels);
}

/** Bytes are counted first: a value is then made of each of 256, not of each pixel. */
function ofBytes(
  stored: Uint8Array,
  mask: ArrayLike<number>,
  ignore: number | undefined,
  { channels, low, scale }: Omit<StoredPixels, "place">,
): ImageStatistics {
  const counts = new Uint32Array(256 * channels);
  let counted = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === ignore) continue;
    counted++;
    for (let c = 0; c < channels; c++) counts[256 * c + stored[i * channels + c]]++;
  }
  const values = pixelValues(
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    { low, scale },
  );
  const [sums, squares] = [new Float64Array(channels), new Float64Array(channels)];
  for (let k = 0; k < counts.length; k++) {
    const value = values[k & 255];
    sums[k >> 8] += counts[k] * value;
    squares[k >> 8] += counts[k] * value * value;
  }
  return { pixels: counted, sums: [...sums], squares: [...squares] };
}

function ofNumbers(
  stored: StoredArray,
  mask: ArrayLike<number>,
  ignore: number | undefined,
  { channels, low, scale }: Omit<StoredPixels, "place">,
): ImageStatistics {
  const values = new Float32Array(1);
  const [sums, squares] = [new Float64Array(channels), new Float64Array(channels)];
  let counted = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === ignore) continue;
    counted++;
    for (let c = 0; c < channels; c++) {
      // Values are of single precision.
      values[0] = (stored[i * channels + c] - low) * scale;
      sums[c] += values[0];
      squares[c] += values[0] * values[0];
    }
  }
  return { pixels: counted, sums: [...sums], squares: [...squares] };
}
