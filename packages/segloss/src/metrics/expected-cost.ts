import { check } from "../door/check.ts";
import { FINITE, FUNCTION } from "../door/kinds.ts";
import { classCounts } from "./class-counts.ts";
import { type ConfusionMatrix, MATRIX } from "./confusion-matrix.ts";
import type { MatrixMetric } from "./matrix-metric.ts";

/**
 * Normalised expected cost: what the errors cost over what the cheapest constant answer would. Errors in a class weigh as one
 * over its pixels, so that all classes matter the same; `expectedCost` takes other costs.
 */
export const normalizedExpectedCost: MatrixMetric = {
  kind: "matrix",
  name: "normalizedExpectedCost",
  aliases: ["ecn"],
  title: "Normalised expected cost",
  formula: "sum(fn / t) / (classes in the truth - 1)",
  latex: String.raw`\frac{1}{C - 1} \sum_{c : t_c > 0} \frac{\mathrm{fn}_c}{t_c}`,
  reference:
    "L. Ferrer, Analysis and Comparison of Classification Metrics, 2022, https://arxiv.org/abs/2209.05355",
  use: "Errors with a price against answering the same everywhere, which scores 1. Above 1 the prediction is worse than that.",
  elsewhere: [
    "MetricsReloaded `normalised_expected_cost`: the same; NaN where a class of its list is not in the truth, left out here",
    "scikit-learn: 1 less `balanced_accuracy_score`, times C / (C - 1)",
  ],
  range: [0, Infinity],
  best: "low",
  parameters: {},
  from: (matrix) => expectedCost(matrix, inverseCosts(matrix)).normalized,
};

/** The costs of errors that weigh one over the pixels of their true class. */
function inverseCosts(matrix: ConfusionMatrix): (truth: number) => number {
  const truth = classCounts(matrix).map(({ tp, fn }) => tp + fn);
  return (t) => (truth[t] > 0 ? 1 / truth[t] : 0);
}

/**
 * What the errors of a confusion matrix cost, per pixel.
 *
 * @param given costs of answering `predicted` where `truth` is right; not asked where they are the same, which costs nothing
 * @returns the mean cost, and it over that of the cheapest constant answer: NaN where that costs nothing
 */
export function expectedCost(
  matrix: ConfusionMatrix,
  given: (truth: number, predicted: number) => number,
): { readonly cost: number; readonly normalized: number } {
  check("expectedCost: matrix", matrix, MATRIX);
  check("expectedCost: costs", given, FUNCTION);
  const costs = (t: number, p: number): number => {
    const cost = given(t, p);
    check(`cost of answering ${p} where ${t} is right`, cost, FINITE);
    return cost;
  };
  const { classes } = matrix;
  const truth = classCounts(matrix).map(({ tp, fn }) => tp + fn);
  const pixels = truth.reduce((a, b) => a + b, 0);
  const dearest = (t: number) => Math.max(...truth.map((_, p) => (p === t ? 0 : costs(t, p))));
  let errors = 0;
  matrix.forEach((t, p, n) => {
    if (t !== p) errors += n * costs(t, p);
  });
  matrix.unlabelled.forEach((n, t) => {
    if (n > 0) errors += n * dearest(t);
  });
  const constant = (p: number) =>
    truth.reduce((sum, n, t) => sum + (t === p || n === 0 ? 0 : n * costs(t, p)), 0);
  const cheapest = Array.from({ length: classes }, (_, p) => constant(p)).reduce((a, b) => Math.min(a, b));
  return { cost: errors / pixels, normalized: errors / cheapest };
}
