import { type MaskMetric, summedMetric } from "./mask-metric.ts";
import { matchSums, REACHED } from "./match-sums.ts";

/** Share of the true objects that a predicted one matches. */
export const objectRecall: MaskMetric = summedMetric({
  name: "objectRecall",
  aliases: [],
  title: "Recall of the objects",
  formula: "matches / (matches + missed)",
  latex: String.raw`\frac{|M|}{|M| + |\text{missed}|}`,
  reference: "M. Weigert and others, Star-convex Polyhedra, WACV 2020, https://arxiv.org/abs/1908.03636",
  use: "Whether true objects are found, one for one. Invented objects do not lower it: beside `objectPrecision`.",
  elsewhere: ["StarDist `matching(...).recall`: also 0 where nothing is true", "MetricsReloaded"],
  range: [0, 1],
  best: "high",
  parameters: REACHED,
  sums: matchSums(false, ({ tp, fn }) => (tp === 0 ? 0 : tp / (tp + fn))),
});
