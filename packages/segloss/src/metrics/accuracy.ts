import type { Metric } from "./metric.ts";

/**
 * Accuracy of one class against the rest: the share of pixels that are rightly in it or out of it. High
 * for any small class, found or not. The share of pixels with the right label among all classes, often
 * called pixel accuracy, is `recall` with average "pooled".
 */
export const accuracy: Metric = {
  kind: "counts",
  name: "accuracy",
  aliases: [],
  title: "Accuracy of one class against the rest",
  formula: "(tp + tn) / (tp + fp + fn + tn)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  use: "Balanced classes only. The background decides it: a mask that misses a small object entirely scores 0.99.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("accuracy")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "SMP `metrics.accuracy`: 0/0 is `zero_division`, 1 unless set",
    "scikit-learn `accuracy_score`: all classes at once, which is `pixelAccuracy` here",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => (tp + tn) / (tp + fp + fn + tn),
};
