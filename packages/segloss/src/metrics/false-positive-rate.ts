import type { Metric } from "./metric.ts";

/** False positive rate, 1 - specificity: the part of the rest that was predicted as the class. */
export const falsePositiveRate: Metric = {
  kind: "counts",
  name: "falsePositiveRate",
  aliases: ["fpr"],
  title: "False positive rate",
  formula: "fp / (fp + tn)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  use: "One minus specificity: the share of the background that was taken for the class. Tiny for large backgrounds; the false discovery rate tells more.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("fall out")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "SMP `metrics.false_positive_rate`: 0/0 is `zero_division`, 1 unless set",
  ],
  range: [0, 1],
  best: "low",
  parameters: {},
  from: ({ fp, tn }) => fp / (fp + tn),
};
