import type { Metric } from "./metric.ts";

/** False negative rate, 1 - recall: the part of the truth that was missed. */
export const falseNegativeRate: Metric = {
  kind: "counts",
  name: "falseNegativeRate",
  aliases: ["fnr"],
  title: "False negative rate",
  formula: "fn / (fn + tp)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  use: "One minus recall: the share of the class that was missed.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("miss rate")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "SMP `metrics.false_negative_rate`: 0/0 is `zero_division`, 1 unless set",
  ],
  range: [0, 1],
  best: "low",
  parameters: {},
  from: ({ tp, fn }) => fn / (fn + tp),
};
