import { check } from "../door/check.ts";
import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY, choice, LIST, listOf } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
import { checkMetric } from "./check-metric.ts";
import { type ClassCounts, classCounts, pooledCounts } from "./class-counts.ts";
import { type ConfusionMatrix, emptyConfusionMatrix, MATRIX } from "./confusion-matrix.ts";
import type { Metric } from "./metric.ts";
import { completeParameters, METRIC } from "./parameters.ts";
import { sortedMean } from "./sorted-mean.ts";

/** What a class scores that is neither in the prediction nor in the truth: best, worst, or nothing. */
export type EmptyPolicy = "perfect" | "worst" | "skip";

/** The kind of `empty`, wherever it is an option. */
export const EMPTY: Kind = choice("perfect", "worst", "skip");

export interface ScoreOptions {
  /** The metric's own parameters. Default: its defaults. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** Classes that count, in the order of the result. Default: all. */
  readonly classes?: readonly number[];
  /**
   * One number out of the classes: mean over the classes (the default), mean over those of them that are
   * in the truth, or the metric of their counts added up.
   */
  readonly average?: "classes" | "present" | "pooled";
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

const OPTIONS = { parameters: ANY, classes: LIST, average: ANY, empty: ANY, over: ANY };

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
  const { average = "classes", empty = "perfect" } = options;
  checkChoice("average", average, ["classes", "present", "pooled"]);
  checkChoice("empty", empty, ["perfect", "worst", "skip"]);
  const parameters = completeParameters(metric, options.parameters);
  const counts = chosenCounts(matrix, options.classes);
  const scored = (c: ClassCounts) => classValue(metric, c, parameters, empty);
  const classes = counts.map(scored);
  if (average === "pooled") return { value: scored(pooledCounts(counts)), classes };
  const averaged = classes.filter((_, k) => average === "classes" || counts[k].tp + counts[k].fn > 0);
  // No class is in the truth: any pixel predicted as one of them is an error, which must not get lost.
  if (averaged.length === 0) return { value: errorOrPolicy(metric, pooledCounts(counts), empty), classes };
  return { value: meanOfPresent(averaged), classes };
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
  return { value: meanOfPresent(over === "image" ? images : classes), classes, images };
}

function mergeAll(matrices: readonly ConfusionMatrix[]): ConfusionMatrix {
  return matrices.reduce(
    (sum, matrix) => sum.merge(matrix),
    emptyConfusionMatrix({ classes: matrices[0].classes, ignore: matrices[0].ignore }),
  );
}

function classValue(
  metric: Metric,
  counts: ClassCounts,
  parameters: Readonly<Record<string, number>>,
  empty: EmptyPolicy,
): number | undefined {
  const errors = counts.fp + counts.fn;
  if (counts.tp + errors === 0) return emptyValue(metric, empty);
  const value = metric.from(counts, parameters);
  return Number.isNaN(value) ? errorOrPolicy(metric, counts, "perfect") : value;
}

function errorOrPolicy(metric: Metric, { fp, fn }: ClassCounts, policy: EmptyPolicy): number | undefined {
  return emptyValue(metric, fp + fn > 0 ? "worst" : policy);
}

function emptyValue({ range, best }: Metric, empty: EmptyPolicy): number | undefined {
  if (empty === "skip") return undefined;
  return (empty === "perfect") === (best === "high") ? range[1] : range[0];
}

function meanOfPresent(values: readonly (number | undefined)[]): number | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === 0 ? undefined : sortedMean(present);
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
