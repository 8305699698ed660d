import type { Metric } from "./metric.ts";

/** Prevalence threshold: how common the class must be for a positive pixel to be worth believing. */
export const prevalenceThreshold: Metric = {
  kind: "counts",
  name: "prevalenceThreshold",
  aliases: ["pt"],
  title: "Prevalence threshold",
  formula: "sqrt(fp / (fp + tn)) / (sqrt(tp / (tp + fn)) + sqrt(fp / (fp + tn)))",
  reference: "J. Balayla, PLOS ONE 15 (10), 2020",
  use: "Screening: the share of the class in the data below which a positive pixel is mostly a false alarm. Rarely a goal by itself.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("prevalence threshold")`: NaN where the denominator is 0, and such classes and images are left out of its means; its form divides 0 by 0 where recall and specificity add up to 1, this one does not',
  ],
  range: [0, 1],
  best: "low",
  parameters: {},
  from: ({ tp, fp, fn, tn }) =>
    Math.sqrt(fp / (fp + tn)) / (Math.sqrt(tp / (tp + fn)) + Math.sqrt(fp / (fp + tn))),
};
