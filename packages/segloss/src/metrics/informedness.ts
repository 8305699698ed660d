import type { Metric } from "./metric.ts";

/** Informedness, Youden's J: recall + specificity - 1, 0 for chance. */
export const informedness: Metric = {
  kind: "counts",
  name: "informedness",
  aliases: ["youden", "bm"],
  title: "Informedness (Youden's J)",
  formula: "tp / (tp + fn) + tn / (tn + fp) - 1",
  reference: "W. J. Youden, Cancer 3 (1), 1950",
  range: [-1, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => tp / (tp + fn) + tn / (tn + fp) - 1,
};
