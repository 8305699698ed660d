import type { Metric } from "./metric.ts";

/** Markedness: precision + negative predictive value - 1, 0 for chance. */
export const markedness: Metric = {
  kind: "counts",
  name: "markedness",
  aliases: ["mk"],
  title: "Markedness",
  formula: "tp / (tp + fp) + tn / (tn + fn) - 1",
  reference: "D. M. W. Powers, Journal of Machine Learning Technologies 2 (1), 2011",
  use: "Precision and negative predictive value in one number: how far the prediction can be believed either way.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("markedness")`: NaN where the denominator is 0, and such classes and images are left out of its means',
  ],
  range: [-1, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => tp / (tp + fp) + tn / (tn + fn) - 1,
};
