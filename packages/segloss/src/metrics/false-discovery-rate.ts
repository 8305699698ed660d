import type { Metric } from "./metric.ts";

/** False discovery rate, 1 - precision: the part of the prediction that is wrong. */
export const falseDiscoveryRate: Metric = {
  kind: "counts",
  name: "falseDiscoveryRate",
  aliases: ["fdr"],
  title: "False discovery rate",
  formula: "fp / (fp + tp)",
  reference: "Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical Society B 57 (1), 1995",
  use: "One minus precision: the share of the prediction that is wrong.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("false discovery rate")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "SMP `metrics.false_discovery_rate`: 0/0 is `zero_division`, 1 unless set",
  ],
  range: [0, 1],
  best: "low",
  parameters: {},
  from: ({ tp, fp }) => fp / (fp + tp),
};
