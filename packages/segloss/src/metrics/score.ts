import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import { ANY, LIST, listOf, NUMBERS } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import { checkMetric } from "./check-metric.ts";
import { type ClassCounts, classCounts, pooledCounts } from "./class-counts.ts";
import { classValue, type EmptyPolicy, errorOrPolicy } from "./class-value.ts";
import { type ConfusionMatrix, emptyConfusionMatrix, MATRIX } from "./confusion-matrix.ts";
import { exactSum } from "./exact-sum.ts";
import type { Metric } from "./metric.ts";
import { completeParameters, METRIC } from "./parameters.ts";
import { sortedMean } from "./sorted-mean.ts";

export interface ScoreOptions {
  /** The metric's own parameters, a choice by its word. Default: its defaults. */
  readonly parameters?: Readonly<Record<string, number | string>>;
  /** Classes that count, in the order of the result. Default: all. */
  readonly classes?: readonly number[];
  /**
   * One number out of the classes: mean over the classes (the default; "macro" is the same), mean over those
   * of them that are in the truth, mean weighted by `classWeights` or else by their pixels in the truth
   * ("weighted"), or the metric of their counts added up ("pooled", "micro" is the same). With "none" there
   * is none, and `classes` has the values.
   */
  readonly average?: "classes" | "macro" | "present" | "weighted" | "pooled" | "micro" | "none";
  /** Weights of the mean over the classes, one each, 0 or more. Default: all weigh the same. */
  readonly classWeights?: readonly number[];
  /**
   * What a class scores that is neither in the prediction nor in the truth: the metric's best value (the
   * default), its worst, or nothing, so that it is left out of averages.
   */
  readonly empty?: EmptyPolicy;
}

export interface Score {
  /** undefined when every class was skipped. */
  readonly value: number | undefined;
  /** One per class that counts; undefined where skipped. */
  readonly classes: readonly (number | undefined)[];
}

export interface ImagesOptions extends ScoreOptions {
  /**
   * Counts of all images together (the default); the mean over the images of each one's score, images where
   * all is skipped left out; or per class the mean over its images, and then the mean over the classes.
   */
  readonly over?: "dataset" | "image" | "image-class";
}

export interface ImagesScore extends Score {
  /** `value` of each image alone, for worst cases and intervals; undefined where skipped. */
  readonly images: readonly (number | undefined)[];
}

const OPTIONS = {
  ...{ parameters: ANY, classes: LIST, classWeights: NUMBERS },
  ...{ average: ANY, empty: ANY, over: ANY },
};

/**
 * A metric's value per class and averaged. Means do not depend on the order of classes or images. Where the formula is 0/0 although the class is not empty (the precision of a class
 * that was missed entirely), the value is the best one if there is no error and the worst one otherwise.
 *
 * @throws RangeError for classes that the matrix lacks, or parameters that the metric lacks
 *
 * @example score(diceScore, confusionMatrix(predicted, truth, { classes: 2 }), { classes: [1] }).value
 */
export function score(metric: Metric, matrix: ConfusionMatrix, options: ScoreOptions = {}): Score {
  check("score: metric", metric, METRIC);
  checkMetric(metric, "counts", "score");
  checkOptions("score", options, OPTIONS);
  const { empty = "perfect" } = options;
  const average = averageOf(options);
  checkChoice("empty", empty, ["perfect", "worst", "skip"]);
  const parameters = completeParameters(metric, options.parameters);
  const counts = chosenCounts(matrix, options.classes);
  const weights = weightsOf(average, options.classWeights, counts);
  const scored = (c: ClassCounts) => classValue(metric, c, parameters, empty);
  const classes = counts.map(scored);
  if (average === "none") return { value: undefined, classes };
  if (average === "pooled") return { value: scored(pooledCounts(counts)), classes };
  // No class that counts is in the truth: any pixel predicted as one of them is an error, which must not get lost.
  if (weights.every((weight) => weight === 0))
    return { value: errorOrPolicy(metric, pooledCounts(counts), empty), classes };
  return { value: weightedMean(classes, weights), classes };
}

const AVERAGES = {
  ...{ classes: "classes", macro: "classes", present: "present", weighted: "weighted" },
  ...{ pooled: "pooled", micro: "pooled", none: "none" },
} as const;

function averageOf({
  average = "classes",
  classWeights,
}: ScoreOptions): (typeof AVERAGES)[keyof typeof AVERAGES] {
  checkChoice("average", average, Object.keys(AVERAGES));
  if (classWeights && !["classes", "weighted"].includes(AVERAGES[average]))
    throw new RangeError(`classWeights go with average "classes" or "weighted", not with "${average}"`);
  return AVERAGES[average];
}

/** What each class weighs in the mean. */
function weightsOf(
  average: string,
  given: readonly number[] | undefined,
  counts: readonly ClassCounts[],
): readonly number[] {
  if (given) return checkedWeights(given, counts.length);
  if (average === "weighted") return counts.map(({ tp, fn }) => tp + fn);
  return counts.map(({ tp, fn }) => Number(average !== "present" || tp + fn > 0));
}

function checkedWeights(weights: readonly number[], classes: number): readonly number[] {
  const usable = weights.length === classes && weights.every((w) => w >= 0 && Number.isFinite(w));
  if (usable && weights.some((w) => w > 0)) return weights;
  throw new RangeError(
    `classWeights must be a number, 0 or more, for each of the ${classes} classes and not all 0, got [${weights}]`,
  );
}

/**
 * A metric's value over several images, each with its own matrix. The Dice coefficient of a data set and
 * the mean of its images' differ: large objects dominate the one, small objects the other.
 *
 * @throws RangeError as `score`, for no images, and for matrices that differ in classes or ignored labels
 */
export function scoreImages(
  metric: Metric,
  matrices: readonly ConfusionMatrix[],
  options: ImagesOptions = {},
): ImagesScore {
  check("scoreImages: metric", metric, METRIC);
  checkOptions("scoreImages", options, OPTIONS);
  check("scoreImages: matrices", matrices, listOf(MATRIX, "a list of confusion matrices"));
  const { over = "dataset" } = options;
  checkChoice("over", over, ["dataset", "image", "image-class"]);
  if (matrices.length === 0) throw new RangeError("there must be at least one image to score, got none");
  const together = mergeAll(matrices);
  const scores = matrices.map((matrix) => score(metric, matrix, options));
  const images = scores.map((s) => s.value);
  if (over === "dataset") return { ...score(metric, together, options), images };
  const classes = scores[0].classes.map((_, k) => meanOfPresent(scores.map((s) => s.classes[k])));
  if (over === "image") return { value: meanOfPresent(images), classes, images };
  const average = averageOf(options) === "weighted" ? "weighted" : "classes";
  const weights = weightsOf(average, options.classWeights, chosenCounts(together, options.classes));
  return { value: weightedMean(classes, weights), classes, images };
}

function mergeAll(matrices: readonly ConfusionMatrix[]): ConfusionMatrix {
  return matrices.reduce(
    (sum, matrix) => sum.merge(matrix),
    emptyConfusionMatrix({ classes: matrices[0].classes, ignore: matrices[0].ignore }),
  );
}

function meanOfPresent(values: readonly (number | undefined)[]): number | undefined {
  return weightedMean(
    values,
    values.map(() => 1),
  );
}

/** Over the values that there are; equal weights leave no trace. */
function weightedMean(
  values: readonly (number | undefined)[],
  weights: readonly number[],
): number | undefined {
  const present = values.flatMap((value, k) =>
    value === undefined || weights[k] === 0 ? [] : [{ value, weight: weights[k] }],
  );
  if (present.length === 0) return undefined;
  if (present.every(({ weight }) => weight === present[0].weight))
    return sortedMean(present.map(({ value }) => value));
  const total = exactSum(present.map(({ weight }) => weight)).value();
  if (present.some(({ value }) => !Number.isFinite(value)))
    return present.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
  return exactSum(present.map(({ value, weight }) => value * weight)).value() / total;
}

function chosenCounts(matrix: ConfusionMatrix, classes: readonly number[] | undefined): ClassCounts[] {
  const counts = classCounts(matrix);
  const wrong = classes?.find((c) => typeof c !== "number" || counts[c] === undefined);
  if (wrong !== undefined || classes?.length === 0) {
    throw new RangeError(
      `classes must name some of the classes 0 to ${matrix.classes - 1}, got ${shown(classes)}`,
    );
  }
  return classes ? classes.map((c) => counts[c]) : counts;
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  throw new RangeError(`${name} must be ${choices.map((c) => `"${c}"`).join(" or ")}, got ${shown(value)}`);
}
