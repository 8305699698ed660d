import type { Metric } from "./metric.ts";

/** Precision, positive predictive value: the part of the prediction that is true. */
export const precision: Metric = {
  kind: "counts",
  name: "precision",
  aliases: ["ppv"],
  title: "Precision",
  formula: "tp / (tp + fp)",
  reference: "C. J. van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7",
  use: "When false alarms are what costs. Alone it is won by predicting next to nothing: read it with recall.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("precision")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "SMP `metrics.precision`: 0/0 is `zero_division`, 1 unless set",
    "scikit-learn `precision_score`: 0/0 is `zero_division`, 0 with a warning unless set",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp }) => tp / (tp + fp),
};
