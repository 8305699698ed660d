import { check } from "../../door/check.ts";
import { checkOptions as checkDoor } from "../../door/check-options.ts";
import type { Kind } from "../../door/kind.ts";
import { ANY, having, LABELS, RECORD } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { shown } from "../../door/shown.ts";
import type { FloatArray } from "../../engines/engine.ts";
import { readFloats } from "../../engines/read-floats.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { checkedProbability } from "./checked-probability.ts";
import { type Levels, levelsOf, mergedLevels } from "./levels.ts";

export interface RankingOptions {
  /** Probabilities per pixel: 1 (of the foreground, label 1) or one per class, last axis. */
  readonly classes: number;
  /** Labels of the truth whose pixels are left out. */
  readonly ignore?: number | readonly number[];
  /**
   * Probabilities are rounded to multiples of one over this, which bounds the memory by 24 bytes for each. Default: they stay as
   * they are, and each different one takes 24 bytes.
   */
  readonly levels?: number;
}

/** Pixels in order of their probability, over any number of images, for curves and the areas under them. */
export interface Ranking {
  /**
   * Adds an image.
   *
   * @throws RangeError when the arguments do not fit, or a value is no probability; then nothing was added
   */
  add(probabilities: FloatArray, truth: LabelArray): Ranking;
  /** Adds what another one of the same options holds; any order of adding and merging gives the same. */
  merge(other: Ranking): Ranking;
  /** The curve of one class against the rest; of one probability the foreground's. */
  curve(label?: number): ThresholdCurve;
  readonly options: Required<RankingOptions>;
}

/** Pixels of one class and of the others at each probability that occurs, the greatest first, added up. */
export interface ThresholdCurve {
  /** A pixel is predicted where its probability is this or more. */
  readonly thresholds: Float64Array;
  readonly tp: Float64Array;
  readonly fp: Float64Array;
  /** Pixels of the class, and of the others. */
  readonly positives: number;
  readonly negatives: number;
}

const RANKING: Kind = {
  expected: "a ranking",
  fits: (value) => having("", "add", "curve").fits(value) && RECORD.fits((value as Ranking).options),
};

/**
 * Collects the order of the pixels by probability. What it gives is exact: there are no bins unless `levels` asks for some.
 *
 * @example rocAuc.from(ranking({ classes: 1 }).add(probabilities, truth).curve(), {})
 */
export function ranking(given: RankingOptions): Ranking {
  checkDoor("ranking", given, { classes: ANY, ignore: LABELS, levels: ANY });
  const { classes, ignore = [], levels = 0 } = given;
  checkOptions(classes, levels);
  const options = { classes, ignore, levels };
  const first = classes === 1 ? 1 : 0;
  // Lists at least double in size from the last to the first, so that each value is merged a few times only.
  const lists: Levels[][] = Array.from({ length: classes }, () => []);
  const take = (k: number, one: Levels) => {
    const list = lists[k];
    list.push(one);
    while (list.length > 1 && list[list.length - 2].values.length < 2 * list[list.length - 1].values.length)
      list.push(mergedLevels(list.pop()!, list.pop()!));
  };
  const whole = (k: number) => lists[k].reduceRight(mergedLevels, levelsOf(new Float64Array(0), []));
  const all: Ranking = {
    options,
    add(...image) {
      const probabilities = readFloats("probabilities", image[0]);
      const truth = readLabels("truth", image[1]);
      const pixels = knownPixels(probabilities, truth, options);
      const found = lists.map((_, k) => ofClass(probabilities, truth, pixels, k, first + k, options));
      for (const [k, one] of found.entries()) take(k, one);
      return all;
    },
    merge(other) {
      check("merge: other", other, RANKING);
      if (other.options.classes !== classes || other.options.levels !== levels)
        throw new RangeError(
          `only rankings of the same classes and levels can be merged, got ${classes}, ${levels} and ${other.options.classes}, ${other.options.levels}`,
        );
      for (const k of lists.keys()) take(k, levelsOfCurve(other.curve(first + k)));
      return all;
    },
    curve(label = 1) {
      const list = typeof label === "number" ? lists[label - first] : undefined;
      if (!list)
        throw new RangeError(
          `label must be a class, ${first} to ${first + classes - 1}, got ${shown(label)}`,
        );
      return curveOf(whole(label - first));
    },
  };
  return all;
}

function ofClass(
  p: FloatArray,
  truth: LabelArray,
  pixels: Int32Array,
  column: number,
  label: number,
  { classes, levels }: Required<RankingOptions>,
): Levels {
  const values = Float64Array.from(pixels, (i) => p[i * classes + column]);
  if (levels > 0) for (let k = 0; k < values.length; k++) values[k] = Math.round(values[k] * levels) / levels;
  return levelsOf(
    values,
    Uint8Array.from(pixels, (i) => Number(truth[i] === label)),
  );
}

function knownPixels(
  p: FloatArray,
  truth: LabelArray,
  { classes, ignore }: Required<RankingOptions>,
): Int32Array {
  if (p.length !== truth.length * classes)
    throw new RangeError(
      `probabilities must hold ${classes} per pixel, ${truth.length * classes} in all, got ${p.length}`,
    );
  const ignored = new Set([ignore].flat());
  const limit = Math.max(classes, 2);
  const known: number[] = [];
  for (let i = 0; i < truth.length; i++) {
    if (ignored.has(truth[i])) continue;
    if (!(truth[i] >= 0 && truth[i] < limit))
      throw new RangeError(
        `label ${truth[i]} at index ${i} is not one of the ${limit} classes 0 to ${limit - 1}`,
      );
    for (let c = 0; c < classes; c++) checkedProbability(p, i * classes + c);
    known.push(i);
  }
  return Int32Array.from(known);
}

function curveOf({ values, right, wrong }: Levels): ThresholdCurve {
  const tp = cumulative(right);
  const fp = cumulative(wrong);
  return {
    ...{ thresholds: values, tp, fp },
    ...{ positives: tp[tp.length - 1] ?? 0, negatives: fp[fp.length - 1] ?? 0 },
  };
}

function levelsOfCurve({ thresholds, tp, fp }: ThresholdCurve): Levels {
  const steps = (sums: Float64Array) => sums.map((sum, k) => sum - (k > 0 ? sums[k - 1] : 0));
  return { values: thresholds, right: steps(tp), wrong: steps(fp) };
}

function cumulative(steps: Float64Array): Float64Array {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

function checkOptions(classes: number, levels: number): void {
  if (!(Number.isSafeInteger(classes) && classes >= 1))
    throw new RangeError(`classes must be the probabilities per pixel, 1 or more, got ${shown(classes)}`);
  if (!(Number.isSafeInteger(levels) && levels >= 0))
    throw new RangeError(`levels must be a whole number, such as 65536, got ${shown(levels)}`);
}
