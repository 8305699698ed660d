import type { Metric } from "./metric.ts";

/** Jaccard index, intersection over union: the overlap of prediction and truth over their union. */
export const jaccardIndex: Metric = {
  kind: "counts",
  name: "jaccardIndex",
  aliases: ["iou", "jaccard"],
  title: "Jaccard index (IoU)",
  formula: "tp / (tp + fp + fn)",
  reference: "P. Jaccard, Bulletin de la Société vaudoise des sciences naturelles 37, 1901",
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn }) => tp / (tp + fp + fn),
};
