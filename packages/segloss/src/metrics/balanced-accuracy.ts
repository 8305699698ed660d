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
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => (tp / (tp + fn) + tn / (tn + fp)) / 2,
};
