import { IGNORED, PIXELS, type Picture } from "../picture/picture.ts";

/** What a gradient says about a picture. */
export interface GradientFacts {
  /** Largest size of one value. */
  readonly largest: number;
  /** Share of the sum of sizes that stands on true pixels (of soft targets, by their value); NaN without a gradient. */
  readonly onTruth: number;
  /** The fewest pixels that have half of the sum together. */
  readonly leaders: number;
  /** Size that a pixel of them has at least; of several classes, the sum over the classes. */
  readonly leading: number;
}

const BINS = 2048;

/** Looks once over the gradient, and once over its histogram; `sizes` receives the size of each pixel. */
export function gradientFacts(gradient: Float32Array, picture: Picture, sizes: Float32Array): GradientFacts {
  const { channels, truth, soft } = picture;
  let [largest, top, sum, trueSum] = [0, 0, 0, 0];
  for (let i = 0; i < PIXELS; i++) {
    let size = 0;
    for (let c = 0; c < channels; c++) {
      const value = Math.abs(gradient[channels * i + c]);
      size += value;
      if (value > largest) largest = value;
    }
    sizes[i] = size;
    sum += size;
    if (size > top) top = size;
    if (soft) trueSum += size * soft[i];
    else if (truth[i] !== 0 && truth[i] !== IGNORED) trueSum += size;
  }
  if (sum === 0) return { largest: 0, onTruth: Number.NaN, leaders: 0, leading: Number.POSITIVE_INFINITY };
  return { largest, onTruth: trueSum / sum, ...leadersOf(sizes, top, sum) };
}

/** By a histogram whose bins grow as the root of the size, so that small slopes are told apart as well. */
function leadersOf(sizes: Float32Array, top: number, sum: number): { leaders: number; leading: number } {
  const counts = new Int32Array(BINS);
  const sums = new Float64Array(BINS);
  const scale = (BINS - 1) / Math.sqrt(top);
  for (let i = 0; i < PIXELS; i++) {
    const bin = Math.floor(Math.sqrt(sizes[i]) * scale);
    counts[bin]++;
    sums[bin] += sizes[i];
  }
  let [leaders, reached, bin] = [0, 0, BINS - 1];
  for (; bin > 0; bin--) {
    leaders += counts[bin];
    reached += sums[bin];
    if (reached >= sum / 2) break;
  }
  return { leaders, leading: (bin / scale) ** 2 };
}
