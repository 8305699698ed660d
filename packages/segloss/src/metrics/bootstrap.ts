import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import { ANY, FINITE, FUNCTION, listOf, NUMBERS } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import { drawMeans } from "./draw-means.ts";
import { expandedLevel } from "./expanded-level.ts";
import { randomIndices } from "./random.ts";

export interface BootstrapOptions {
  /** Probability that the interval aims to hold the true value with. Default: 0.95. */
  readonly level?: number;
  /** Data sets drawn. Default: 10 000. */
  readonly resamples?: number;
  /** Whole number; the same seed gives the same interval on every machine. Default: 1. */
  readonly seed?: number;
}

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/**
 * Bootstrap interval of a mean over images: images are drawn again with replacement, and the interval
 * holds the middle of the means so found, somewhat more than `level` of them (`expandedLevel`), since
 * few images vary less than what they were taken from. It tells how far the mean could be off because
 * these images and not others were scored; it does not know of other random influences, such as the
 * training. Of normal values it holds the true mean, at level 0.95, in 74 % of cases at 3 images, 92 % at
 * 5, 94 % at 10, 95 % at 20: below 5 images take it as a lower bound of the uncertainty.
 *
 * B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13.
 *
 * @param values one score per image, at least 2
 * @throws RangeError for fewer than 2 or non-finite values, or options out of range
 */
export function bootstrapInterval(values: ArrayLike<number>, options: BootstrapOptions = {}): Interval {
  return bootstrapIntervals([values], options)[0];
}

/**
 * The intervals of several scores of equally many images, each what `bootstrapInterval` gives of it alone: all read
 * the same draws, which are most of the work.
 *
 * @throws RangeError as `bootstrapInterval`, and when the lists are not equally long
 */
export function bootstrapIntervals(
  columns: readonly ArrayLike<number>[],
  options: BootstrapOptions = {},
): Interval[] {
  check("bootstrap: scores", columns, listOf(NUMBERS, "a list of lists of numbers, one number per image"));
  if (columns.length === 0) {
    checked(2, options);
    return [];
  }
  const [{ length: count }] = columns;
  const other = columns.find(({ length }) => length !== count);
  if (other)
    throw new RangeError(`the scores must be of equally many images, got ${count} and ${other.length}`);
  const complete = checked(count, options);
  const sorted = columns.map(sortedFinite);
  const drawn = sorted.map(() => new Float64Array(complete.resamples));
  for (let k = 0; k < sorted.length; k += 2) {
    // An odd one out is drawn with itself.
    const other = Math.min(k + 1, sorted.length - 1);
    drawMeans([sorted[k], sorted[other]], [drawn[k], drawn[other]], complete.seed);
  }
  const images = Int32Array.from({ length: count }, (_, i) => i);
  return sorted.map((values, k) => intervalOf(meanOf(values, images), drawn[k], count, complete));
}

function sortedFinite(values: ArrayLike<number>): Float64Array {
  const bad = Array.from(values).findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`value ${bad} is ${values[bad]}; leave skipped images out before`);
  return Float64Array.from(values).sort();
}

/**
 * The interval of the mean difference a - b of two methods scored on the same images. Differences are
 * resampled image by image, which takes out how hard each image is; an interval without 0 says that the
 * methods differ on such images.
 *
 * @throws RangeError as `bootstrapInterval`, and when the lists are not equally long
 */
export function pairedBootstrapInterval(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: BootstrapOptions = {},
): Interval {
  check("bootstrap: scores", a, NUMBERS);
  check("bootstrap: scores", b, NUMBERS);
  if (a.length !== b.length) {
    throw new RangeError(`paired scores must be of the same images, got ${a.length} and ${b.length} values`);
  }
  return bootstrapInterval(
    Array.from(a, (value, i) => value - b[i]),
    options,
  );
}

/**
 * The bootstrap interval of any number computed from a choice of images, such as the Dice coefficient of
 * their pooled counts.
 *
 * @param count number of images, at least 2
 * @param statistic the number for the images of these indices, which may repeat; the array is reused
 */
export function bootstrapStatistic(
  count: number,
  statistic: (images: Int32Array) => number,
  options: BootstrapOptions = {},
): Interval {
  check("bootstrapStatistic: statistic", statistic, FUNCTION);
  const complete = checked(count, options);
  const images = Int32Array.from({ length: count }, (_, i) => i);
  const estimate = statistic(images);
  const draw = randomIndices(complete.seed);
  const drawn = new Float64Array(complete.resamples);
  for (let r = 0; r < drawn.length; r++) {
    draw.fill(images);
    drawn[r] = statistic(images);
  }
  return intervalOf(estimate, drawn, count, complete);
}

/** The interval of values that were drawn, which are sorted in place. */
function intervalOf(
  estimate: number,
  drawn: Float64Array,
  count: number,
  { level }: Required<BootstrapOptions>,
): Interval {
  drawn.sort();
  const tail = (1 - expandedLevel(level, count)) / 2;
  return { estimate, low: quantile(drawn, tail), high: quantile(drawn, 1 - tail), level };
}

function meanOf(values: Float64Array, drawn: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < drawn.length; i++) sum += values[drawn[i]];
  return sum / drawn.length;
}

/** Linear between the sorted values on either side. */
function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/** They are kept: 800 MB. */
const MOST_RESAMPLES = 1e8;

function checked(count: number, options: BootstrapOptions): Required<BootstrapOptions> {
  checkOptions("bootstrap", options, { level: FINITE, resamples: ANY, seed: ANY });
  const { level = 0.95, resamples = 10_000, seed = 1 } = options;
  if (!(Number.isSafeInteger(count) && count >= 2))
    throw new RangeError(`an interval needs at least 2 images, got ${shown(count)}`);
  if (!(level > 0 && level < 1))
    throw new RangeError(`level must be between 0 and 1, such as 0.95, got ${level}`);
  if (!(Number.isInteger(resamples) && resamples >= 1 && resamples <= MOST_RESAMPLES)) {
    throw new RangeError(`resamples must be a whole number, 1 or more, got ${shown(resamples)}`);
  }
  if (!Number.isInteger(seed)) throw new RangeError(`seed must be a whole number, got ${shown(seed)}`);
  return { level, resamples, seed };
}
