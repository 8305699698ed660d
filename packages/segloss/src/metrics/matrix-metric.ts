import { check } from "../door/check.ts";
import { checkMetric } from "./check-metric.ts";
import { type ConfusionMatrix, MATRIX } from "./confusion-matrix.ts";
import type { MetricDescription } from "./metric.ts";
import { completeParameters } from "./parameters.ts";

/** A metric of all classes at once. Its value for a prediction comes from `scoreMatrix`. */
export interface MatrixMetric extends MetricDescription {
  /** What it reads: the whole confusion matrix. */
  readonly kind: "matrix";
  /** The formula's value; NaN where it is 0/0. */
  from(matrix: ConfusionMatrix, parameters: Readonly<Record<string, number>>): number;
}

/**
 * A metric of all classes at once. Where the formula is 0/0 (one class alone in both) the value is the
 * best one if every pixel is right, and the worst one otherwise; undefined for a matrix without pixels.
 *
 * @throws RangeError for parameters that the metric lacks
 */
export function scoreMatrix(
  metric: MatrixMetric,
  matrix: ConfusionMatrix,
  parameters: Readonly<Record<string, number>> = {},
): number | undefined {
  const complete = completeParameters(metric, parameters);
  checkMetric(metric, "matrix", "scoreMatrix");
  check("scoreMatrix: matrix", matrix, MATRIX);
  const { pixels, right } = matrixSums(matrix);
  if (pixels === 0) return undefined;
  const value = metric.from(matrix, complete);
  if (!Number.isNaN(value)) return value;
  return (pixels === right) === (metric.best === "high") ? metric.range[1] : metric.range[0];
}

/** Sums of a confusion matrix. */
export interface MatrixSums {
  readonly pixels: number;
  /** Pixels with the right label. */
  readonly right: number;
  /** Pixels of each class in the truth. */
  readonly truth: Float64Array;
  /** Pixels of each class in the prediction. */
  readonly predicted: Float64Array;
  /** Pixels of each class in both. */
  readonly both: Float64Array;
}

export function matrixSums(matrix: ConfusionMatrix): MatrixSums {
  const truth = Float64Array.from(matrix.unlabelled);
  const predicted = new Float64Array(matrix.classes);
  const both = new Float64Array(matrix.classes);
  let pixels = truth.reduce((a, b) => a + b, 0);
  let right = 0;
  matrix.forEach((t, p, n) => {
    truth[t] += n;
    predicted[p] += n;
    pixels += n;
    if (t !== p) return;
    both[t] = n;
    right += n;
  });
  return { pixels, right, truth, predicted, both };
}
