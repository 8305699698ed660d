import type { Metric } from "./metric.ts";

/**
 * Balanced accuracy of one class against the rest: mean of recall and specificity, 1/2 for a constant
 * prediction. That of several classes is `recall` averaged over the classes.
 */
export const balancedAccuracy: Metric = {
  kind: "counts",
  name: "balancedAccuracy",
  aliases: ["ba"],
  title: "Balanced accuracy of one class against the rest",
  formula: "(tp / (tp + fn) + tn / (tn + fp)) / 2",
  reference: "K. H. Brodersen and others, The balanced accuracy and its posterior distribution, ICPR 2010",
  use: "Both halves, class and rest, count the same whatever their size. Of a small object the rest's half is near 1, so differences show at half their size.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("balanced accuracy")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "SMP `metrics.balanced_accuracy`: 0/0 is `zero_division`, 1 unless set",
    "scikit-learn `balanced_accuracy_score`: the mean recall of all classes, which is `recall` averaged over the classes present",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => (tp / (tp + fn) + tn / (tn + fp)) / 2,
};
