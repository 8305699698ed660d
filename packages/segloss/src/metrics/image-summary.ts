import { type BootstrapOptions, bootstrapInterval, type Interval } from "./bootstrap.ts";
import { sortedMean } from "./sorted-mean.ts";

/** Scores of images in one number and how far to trust it. */
export interface ImageSummary {
  /** Images with a value. */
  readonly count: number;
  /** Images without one, left out. */
  readonly skipped: number;
  readonly mean: number;
  /** Bootstrap interval of the mean; absent for fewer than two images or infinite values. */
  readonly interval?: Interval;
  readonly median: number;
  /** Mean of the worst tenth of the images, one at least. */
  readonly worstTenth: number;
  readonly worst: number;
}

/**
 * Mean, interval and worst cases of one score per image. The order of the images makes no difference, so
 * shards can be joined in any.
 *
 * @param best the metric's, for which end the worst ones are at
 * @returns undefined when no image has a value
 */
export function summarizeImages(
  values: readonly (number | undefined)[],
  best: "high" | "low",
  options: BootstrapOptions = {},
): ImageSummary | undefined {
  const sorted = Float64Array.from(values.filter((value) => value !== undefined)).sort();
  if (sorted.length === 0) return undefined;
  if (best === "low") sorted.reverse();
  const summary = {
    count: sorted.length,
    skipped: values.length - sorted.length,
    mean: sortedMean(sorted),
    median: (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2,
    worstTenth: sortedMean(sorted.subarray(0, Math.ceil(sorted.length / 10))),
    worst: sorted[0],
  };
  const spread = sorted.length > 1 && sorted.every(Number.isFinite);
  return spread ? { ...summary, interval: bootstrapInterval(sorted, options) } : summary;
}
