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
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => (tp + tn) / (tp + fp + fn + tn),
};
