import { type MaskMetric, summedMetric } from "./mask-metric.ts";
import { matchSums, REACHED } from "./match-sums.ts";

/** Share of the predicted objects that match a true one. */
export const objectPrecision: MaskMetric = summedMetric({
  name: "objectPrecision",
  aliases: [],
  title: "Precision of the objects",
  formula: "matches / (matches + extra)",
  latex: String.raw`\frac{|M|}{|M| + |\text{extra}|}`,
  reference: "M. Weigert and others, Star-convex Polyhedra, WACV 2020, https://arxiv.org/abs/1908.03636",
  use: "Whether predicted objects are there. Merged objects lower it, missed ones do not: beside `objectRecall`.",
  elsewhere: ["StarDist `matching(...).precision`: also 0 where nothing is predicted", "MetricsReloaded"],
  range: [0, 1],
  best: "high",
  parameters: REACHED,
  sums: matchSums(false, ({ tp, fp }) => (tp === 0 ? 0 : tp / (tp + fp))),
});
