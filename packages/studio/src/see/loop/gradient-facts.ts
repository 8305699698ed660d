import { IGNORED, type Picture } from "../picture/picture.ts";

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

/**
 * Bits of a float32 above 0 that are left out: sizes fall into 2^13 bins, of which none is wider than 3 % of its sizes, and a
 * table of them stays in the cache.
 */
const DROPPED = 18;

/** Looks over the gradient; `sizes` receives the size of each pixel. */
export function gradientFacts(gradient: Float32Array, picture: Picture, sizes: Float32Array): GradientFacts {
  const sums = new Float64Array(2 ** (31 - DROPPED));
  const { largest, onTruth } = addSizes(gradient, picture, sizes, sums);
  const sum = sums.reduce((a, b) => a + b, 0);
  if (sum === 0) return { largest, onTruth: Number.NaN, leaders: 0, leading: Number.POSITIVE_INFINITY };
  const leading = halfOf(sums, sum);
  let leaders = 0;
  for (let i = 0; i < sizes.length; i++) if (sizes[i] >= leading) leaders++;
  return { largest, onTruth: onTruth / sum, leaders, leading };
}

/** One way over the pixels: it is taken for every loss in every frame. */
function addSizes(
  gradient: Float32Array,
  { channels, truth, soft }: Picture,
  sizes: Float32Array,
  sums: Float64Array,
): { largest: number; onTruth: number } {
  const bits = new Uint32Array(sizes.buffer, sizes.byteOffset, sizes.length);
  const left = IGNORED;
  let [largest, onTruth] = [0, 0];
  for (let i = 0, at = 0; i < sizes.length; i++) {
    let size = 0;
    for (let c = 0; c < channels; c++, at++) {
      const value = Math.abs(gradient[at]);
      size += value;
      if (value > largest) largest = value;
    }
    sizes[i] = size;
    sums[bits[i] >>> DROPPED] += size;
    const label = truth[i];
    if (soft) onTruth += size * soft[i];
    else if (label !== 0 && label !== left) onTruth += size;
  }
  return { largest, onTruth };
}

/** The size from which on bins have half of the sum. */
function halfOf(sums: Float64Array, sum: number): number {
  let [reached, bin] = [0, sums.length];
  while (reached < sum / 2 && bin > 0) {
    bin--;
    reached += sums[bin];
  }
  return new Float32Array(Uint32Array.of(bin << DROPPED).buffer)[0];
}
