import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY, choice, listOf, RECORD } from "../door/kinds.ts";
import { type BootstrapOptions, bootstrapIntervals, type Interval } from "./bootstrap.ts";
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

/** One score per image, undefined where an image has none. */
export interface ImageScores {
  readonly values: readonly (number | undefined)[];
  /** The metric's, for where the worst ones are. */
  readonly best: "high" | "low" | "zero";
}

const SCORES: Kind = { expected: "{ values, best }", fits: RECORD.fits };
const VALUES = listOf(
  { expected: "a number", fits: (x) => x === undefined || (typeof x === "number" && !Number.isNaN(x)) },
  "a list of numbers, undefined for an image without one",
);

/**
 * Mean, interval and worst cases of one score per image. The order of the images makes no difference, so
 * shards can be joined in any.
 *
 * @param best the metric's, for where the worst ones are
 * @returns undefined when no image has a value
 */
export function summarizeImages(
  values: readonly (number | undefined)[],
  best: "high" | "low" | "zero",
  options: BootstrapOptions = {},
): ImageSummary | undefined {
  return summarizeScores([{ values, best }], options)[0];
}

/** The summaries of several scores, each what `summarizeImages` says of it; faster together than one by one. */
export function summarizeScores(
  scores: readonly ImageScores[],
  options: BootstrapOptions = {},
): (ImageSummary | undefined)[] {
  check("summarizeScores: scores", scores, listOf(SCORES, "a list of { values, best }"));
  for (const { values, best } of scores) {
    check("values", values, VALUES);
    check("best", best, choice("high", "low", "zero"));
  }
  checkOptions("summarizeScores", options, { level: ANY, resamples: ANY, seed: ANY });
  const sorted = scores.map(({ values }) => Float64Array.from(values.filter((v) => v !== undefined)).sort());
  const intervals = new Map<Float64Array, Interval>();
  for (const columns of byLength(sorted.filter(hasSpread)))
    for (const [k, interval] of bootstrapIntervals(columns, options).entries())
      intervals.set(columns[k], interval);
  return scores.map(({ values, best }, k) =>
    summaryOf(sorted[k], values.length, best, intervals.get(sorted[k])),
  );
}

function hasSpread(sorted: Float64Array): boolean {
  return sorted.length > 1 && sorted.every(Number.isFinite);
}

function byLength(columns: readonly Float64Array[]): Float64Array[][] {
  const lengths = [...new Set(columns.map(({ length }) => length))];
  return lengths.map((length) => columns.filter((column) => column.length === length));
}

function summaryOf(
  sorted: Float64Array,
  images: number,
  best: "high" | "low" | "zero",
  interval: Interval | undefined,
): ImageSummary | undefined {
  if (sorted.length === 0) return undefined;
  const worstFirst = worstFirstOf(sorted, best);
  const summary = {
    count: sorted.length,
    skipped: images - sorted.length,
    mean: sortedMean(sorted),
    median: (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2,
    worstTenth: sortedMean(worstFirst.subarray(0, Math.ceil(sorted.length / 10))),
    worst: worstFirst[0],
  };
  return interval ? { ...summary, interval } : summary;
}

function worstFirstOf(sorted: Float64Array, best: "high" | "low" | "zero"): Float64Array {
  if (best === "zero") return sorted.toSorted((a, b) => Math.abs(b) - Math.abs(a) || b - a);
  return best === "low" ? sorted.toReversed() : sorted;
}
