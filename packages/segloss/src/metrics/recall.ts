import type { Metric } from "./metric.ts";

/**
 * Recall, sensitivity: the part of the truth that was predicted. Its mean over the classes is balanced
 * accuracy; pooled over all classes it is the share of pixels with the right label.
 */
export const recall: Metric = {
  kind: "counts",
  name: "recall",
  aliases: ["sensitivity", "tpr"],
  title: "Recall (sensitivity)",
  formula: "tp / (tp + fn)",
  reference: "C. J. van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7",
  use: "When a miss is what costs. Alone it is won by predicting everything: read it with precision. Averaged over the classes it is balanced accuracy.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("sensitivity")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "SMP `metrics.recall`: 0/0 is `zero_division`, 1 unless set",
    "scikit-learn `recall_score`: 0/0 is `zero_division`, 0 with a warning unless set",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fn }) => tp / (tp + fn),
};
