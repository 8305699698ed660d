import type { Metric } from "./metric.ts";

/** Informedness, Youden's J: recall + specificity - 1, 0 for chance. */
export const informedness: Metric = {
  kind: "counts",
  name: "informedness",
  aliases: ["youden", "bm"],
  title: "Informedness (Youden's J)",
  formula: "tp / (tp + fn) + tn / (tn + fp) - 1",
  reference: "W. J. Youden, Cancer 3 (1), 1950",
  use: "Recall and specificity in one number with chance at 0 (Youden's J); twice the balanced accuracy minus 1.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("informedness")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "MetricsReloaded",
  ],
  range: [-1, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => tp / (tp + fn) + tn / (tn + fp) - 1,
};
