import type { Sample } from "./data-set.ts";
import type { ImageSource } from "./image-source.ts";

/** Per channel: `(value - mean) / deviation` has mean 0 and standard deviation 1 over the images it was taken from. */
export interface Normalisation {
  mean: readonly number[];
  /** 1 for a channel that is constant. */
  deviation: readonly number[];
}

/** Rows that are read at a time. */
const ROWS = 256;

/** Statistics of some images (pass those of the training side), read by parts; pixels with the ignore label are left out. */
export function measureNormalisation(
  source: ImageSource,
  images: readonly number[] = [...source.images.keys()],
): Normalisation {
  const { channels, ignore } = source;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  let pixels = 0;
  for (const { image, mask } of parts(source, images)) {
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === ignore) continue;
      pixels++;
      for (let c = 0; c < channels; c++) {
        const value = image[i * channels + c];
        sums[c] += value;
        squares[c] += value * value;
      }
    }
  }
  const mean = Array.from(sums, (sum) => sum / Math.max(1, pixels));
  const deviation = mean.map((average, c) => {
    const variance = squares[c] / Math.max(1, pixels) - average * average;
    // A constant channel has rounding noise here, not spread.
    return variance > 1e-12 ? Math.sqrt(variance) : 1;
  });
  return { mean, deviation };
}

function* parts(source: ImageSource, images: readonly number[]): Generator<Sample> {
  for (const image of images) {
    const { width, height } = source.images[image];
    for (let y = 0; y < height; y += ROWS)
      yield source.window(image, { x: 0, y, width, height: Math.min(ROWS, height - y) });
  }
}
