import type { Metric } from "./metric.ts";

/** Fowlkes-Mallows index: the geometric mean of precision and recall, where Dice is the harmonic one. */
export const fowlkesMallows: Metric = {
  kind: "counts",
  name: "fowlkesMallows",
  aliases: ["fm"],
  title: "Fowlkes-Mallows index",
  formula: "tp / sqrt((tp + fp)*(tp + fn))",
  reference: "E. B. Fowlkes, C. L. Mallows, Journal of the American Statistical Association 78 (383), 1983",
  use: "The geometric mean of precision and recall; at least the Dice coefficient, and equal to it where both are the same.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("fowlkes mallows index")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "scikit-learn `fowlkes_mallows_score` is of clusterings: pairs of pixels, another number",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn }) => tp / Math.sqrt((tp + fp) * (tp + fn)),
};
