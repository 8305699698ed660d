import { type MaskMetric, summedMetric } from "./mask-metric.ts";
import { matchSums, REACHED } from "./match-sums.ts";

/** IoU of the matches, averaged over the true objects, so that a missed one counts 0. */
export const meanTrueScore: MaskMetric = summedMetric({
  name: "meanTrueScore",
  aliases: [],
  title: "Mean IoU of the true objects",
  formula: "sum of the matches' IoU / (matches + missed); 0 where nothing is true",
  latex: String.raw`\frac{\sum_{(p, t) \in M} \mathrm{IoU}(p, t)}{|M| + |\text{missed}|}`,
  reference: "M. Weigert and others, Star-convex Polyhedra, WACV 2020, https://arxiv.org/abs/1908.03636",
  use: "Finding and outlining in one number where invented objects do not matter. Otherwise `panopticQuality`.",
  elsewhere: ["StarDist `matching(...).mean_true_score`"],
  range: [0, 1],
  best: "high",
  parameters: REACHED,
  sums: matchSums(false, ({ tp, fn, iou }) => (tp === 0 ? 0 : iou / (tp + fn))),
});
