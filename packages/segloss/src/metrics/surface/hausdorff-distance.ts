import { percentileOf, together } from "./percentile-of.ts";
import type { SurfaceMetric } from "./surface-metric.ts";

/**
 * Hausdorff distance: the farthest that a point of either surface is from the other surface; with a
 * percentile below 100 the farthest few points are set aside, which makes it stable. Libraries disagree
 * on the set whose percentile it is: the greater of the two directions' (`pooled` 0, as MONAI and
 * surface-distance), or all distances of both directions together (`pooled` 1, as medpy).
 */
export const hausdorffDistance: SurfaceMetric = {
  kind: "surface",
  name: "hausdorffDistance",
  aliases: ["hausdorff", "hd"],
  title: "Hausdorff distance",
  formula: "max(percentile(d(P, T)), percentile(d(T, P)))",
  reference: "D. P. Huttenlocher and others, IEEE Transactions on Pattern Analysis 15 (9), 1993",
  range: [0, Number.POSITIVE_INFINITY],
  best: "low",
  parameters: {
    percentile: { default: 100, meaning: "of the distances that is taken, such as 95" },
    pooled: { default: 0, meaning: "0: the greater of the two directions, 1: both directions as one set" },
  },
  from({ fromPrediction, fromTruth }, { percentile, pooled }) {
    if (pooled) return percentileOf(together(fromPrediction, fromTruth), percentile);
    return Math.max(percentileOf(fromPrediction, percentile), percentileOf(fromTruth, percentile));
  },
};
