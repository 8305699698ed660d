import type { Metric } from "./metric.ts";

/** Negative predictive value: the part of what was left out that is rightly so. */
export const negativePredictiveValue: Metric = {
  kind: "counts",
  name: "negativePredictiveValue",
  aliases: ["npv"],
  title: "Negative predictive value",
  formula: "tn / (tn + fn)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  use: "How far what was left out can be trusted. Near 1 for small objects.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("negative predictive value")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "SMP `metrics.negative_predictive_value`: 0/0 is `zero_division`, 1 unless set",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ fn, tn }) => tn / (tn + fn),
};
