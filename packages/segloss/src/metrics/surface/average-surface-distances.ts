import { sizeOf, sumOf } from "./directed-sums.ts";
import type { SurfaceMetric } from "./surface-metric.ts";

/** Average symmetric surface distance: the mean over the points of both surfaces together. */
export const averageSymmetricSurfaceDistance: SurfaceMetric = {
  kind: "surface",
  name: "averageSymmetricSurfaceDistance",
  aliases: ["assd", "asd"],
  title: "Average symmetric surface distance",
  formula: "(sum(d(P, T)) + sum(d(T, P))) / (|P| + |T|)",
  latex: String.raw`\frac{\sum_{a \in P} d(a, T) + \sum_{b \in T} d(b, P)}{|P| + |T|}`,
  reference: "T. Heimann and others, IEEE Transactions on Medical Imaging 28 (8), 2009",
  use: "How far borders are off on the whole, in units of length. Large objects with long right borders hide a bad spot: read it with the Hausdorff distance.",
  elsewhere: [
    "MONAI `SurfaceDistanceMetric(symmetric=True)`: the same mean over both sets together",
    "surface-distance `compute_average_surface_distance`: the two directions as two numbers",
    "MetricsReloaded",
  ],
  range: [0, Number.POSITIVE_INFINITY],
  best: "low",
  parameters: {},
  from: ({ fromPrediction, fromTruth }) =>
    (sumOf(fromPrediction) + sumOf(fromTruth)) / (sizeOf(fromPrediction) + sizeOf(fromTruth)),
};

/** Mean average surface distance: the mean of the two directions' means, whatever the surfaces' sizes. */
export const meanAverageSurfaceDistance: SurfaceMetric = {
  kind: "surface",
  name: "meanAverageSurfaceDistance",
  aliases: ["masd"],
  title: "Mean average surface distance",
  formula: "(sum(d(P, T)) / |P| + sum(d(T, P)) / |T|) / 2",
  latex: String.raw`\frac{1}{2} \left( \frac{1}{|P|} \sum_{a \in P} d(a, T) + \frac{1}{|T|} \sum_{b \in T} d(b, P) \right)`,
  reference: "L. Maier-Hein and others, Metrics reloaded, Nature Methods 21, 2024",
  use: "Like the average symmetric surface distance, but each surface counts half, however large it is: a tiny prediction does not drown.",
  elsewhere: ["MetricsReloaded", "surface-distance: half the sum of its two numbers"],
  range: [0, Number.POSITIVE_INFINITY],
  best: "low",
  parameters: {},
  from: ({ fromPrediction, fromTruth }) =>
    (sumOf(fromPrediction) / sizeOf(fromPrediction) + sumOf(fromTruth) / sizeOf(fromTruth)) / 2,
};
