import type { Metric } from "./metric.ts";

/**
 * False omission rate, 1 - negative predictive value: the part of what was left out that belongs to it.
 */
export const falseOmissionRate: Metric = {
  kind: "counts",
  name: "falseOmissionRate",
  aliases: ["for"],
  title: "False omission rate",
  formula: "fn / (fn + tn)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  use: "One minus the negative predictive value: the share of what was left out that belonged to the class. Near 0 for small objects.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("false omission rate")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "SMP `metrics.false_omission_rate`: 0/0 is `zero_division`, 1 unless set",
  ],
  range: [0, 1],
  best: "low",
  parameters: {},
  from: ({ fn, tn }) => fn / (fn + tn),
};
