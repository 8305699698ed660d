import type { Metric } from "./metric.ts";

/** Fowlkes-Mallows index: the geometric mean of precision and recall, where Dice is the harmonic one. */
export const fowlkesMallows: Metric = {
  kind: "counts",
  name: "fowlkesMallows",
  aliases: ["fm"],
  title: "Fowlkes-Mallows index",
  formula: "tp / sqrt((tp + fp)*(tp + fn))",
  reference: "E. B. Fowlkes, C. L. Mallows, Journal of the American Statistical Association 78 (383), 1983",
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn }) => tp / Math.sqrt((tp + fp) * (tp + fn)),
};
