import type { Metric } from "./metric.ts";

/** Precision, positive predictive value: the part of the prediction that is true. */
export const precision: Metric = {
  kind: "counts",
  name: "precision",
  aliases: ["ppv"],
  title: "Precision",
  formula: "tp / (tp + fp)",
  reference: "C. J. van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7",
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp }) => tp / (tp + fp),
};
