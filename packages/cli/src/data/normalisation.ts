import type { Normalisation } from "./channel-normalisation.ts";
import type { ImageSource } from "./image-source.ts";

/** Statistics of some images (pass those of the training side); pixels with the ignore label are left out. */
export function measureNormalisation(
  source: ImageSource,
  images: readonly number[] = [...source.images.keys()],
): Normalisation {
  const { channels } = source;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  let pixels = 0;
  for (const image of images) {
    const own = source.statistics(image);
    pixels += own.pixels;
    for (let c = 0; c < channels; c++) {
      // Gray among colours has one entry for all channels.
      sums[c] += own.sums[c] ?? own.sums[0];
      squares[c] += own.squares[c] ?? own.squares[0];
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
