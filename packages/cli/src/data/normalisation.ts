import type { DataSet } from "./data-set.ts";

/** Per channel: `(value - mean) / deviation` has mean 0 and standard deviation 1 over the images it was taken from. */
export interface Normalisation {
  mean: readonly number[];
  /** 1 for a channel that is constant. */
  deviation: readonly number[];
}

/** Statistics of the images given (pass the training side of a split), pixels with the ignore label left out. */
export function measureNormalisation(dataSet: DataSet): Normalisation {
  const { channels } = dataSet;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  let pixels = 0;
  for (const { image, mask } of dataSet.images) {
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === dataSet.ignore) continue;
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
