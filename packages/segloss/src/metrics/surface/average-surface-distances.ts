import { sizeOf, sumOf } from "./directed-sums.ts";
import type { SurfaceMetric } from "./surface-metric.ts";

/** Average symmetric surface distance: the mean over the points of both surfaces together. */
export const averageSymmetricSurfaceDistance: SurfaceMetric = {
  kind: "surface",
  name: "averageSymmetricSurfaceDistance",
  aliases: ["assd", "asd"],
  title: "Average symmetric surface distance",
  formula: "(sum(d(P, T)) + sum(d(T, P))) / (|P| + |T|)",
  reference: "T. Heimann and others, IEEE Transactions on Medical Imaging 28 (8), 2009",
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
  reference: "L. Maier-Hein and others, Metrics reloaded, Nature Methods 21, 2024",
  range: [0, Number.POSITIVE_INFINITY],
  best: "low",
  parameters: {},
  from: ({ fromPrediction, fromTruth }) =>
    (sumOf(fromPrediction) / sizeOf(fromPrediction) + sumOf(fromTruth) / sizeOf(fromTruth)) / 2,
};
