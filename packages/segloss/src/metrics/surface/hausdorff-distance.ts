import { DIRECTION, measured } from "./direction.ts";
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
  latex: String.raw`\max\left( P_k\{d(a, T) : a \in P\}, \; P_k\{d(b, P) : b \in T\} \right)`,
  reference: "D. P. Huttenlocher and others, IEEE Transactions on Pattern Analysis 15 (9), 1993",
  use: "The worst error of a border, for radiotherapy margins and the like; with percentile 95 one stray pixel does not decide it. Says nothing about how much of the border is off. From the prediction alone it is the worst that was added, from the truth alone the worst that was missed.",
  elsewhere: [
    'MONAI `HausdorffDistanceMetric`: the greater direction\'s percentile, linear between pixels, as here; `directed=True` is `direction=prediction`; `distance_metric` "chessboard" and "taxicab" count pixels whatever the spacing, here in its units; an image in which one mask is empty gives NaN with a percentile and is left out of the mean, here it costs the penalty',
    "torchmetrics `hausdorff_distance`: the same for square images; in others it (1.9.0) puts distances in wrong places, at row * height + column",
    'surface-distance `compute_robust_hausdorff`: elements weighted by area, `surface: "elements"`; infinite where one mask is empty',
    "medpy `hd`, `hd95`: the percentile is of both directions as one set, `pooled` 1",
    "MetricsReloaded: the greater direction's percentile",
    "scikit-image `hausdorff_distance`: of all pixels given, so pass edges; no percentile",
  ],
  range: [0, Number.POSITIVE_INFINITY],
  best: "low",
  parameters: {
    percentile: { default: 100, max: 100, meaning: "of the distances that is taken, such as 95" },
    pooled: {
      default: 0,
      max: 1,
      meaning: "0: the greater of the two directions, 1: both directions as one set",
    },
    direction: DIRECTION,
  },
  from(distances, { percentile, pooled, direction }) {
    const sets = measured(distances, direction);
    const chosen = pooled && sets.length > 1 ? [together(sets[0], sets[1])] : sets;
    return Math.max(...chosen.map((set) => percentileOf(set, percentile)));
  },
};
