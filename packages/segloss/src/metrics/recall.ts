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
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fn }) => tp / (tp + fn),
};
