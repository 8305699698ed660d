import { sizeOf, sizeWithin } from "./directed-sums.ts";
import type { SurfaceMetric } from "./surface-metric.ts";

/** Surface Dice: the share of both surfaces that is no farther from the other than a tolerance. */
export const normalizedSurfaceDice: SurfaceMetric = {
  kind: "surface",
  name: "normalizedSurfaceDice",
  aliases: ["nsd", "surfaceDice"],
  title: "Normalised surface Dice",
  formula: "(|d(P, T) <= tolerance| + |d(T, P) <= tolerance|) / (|P| + |T|)",
  reference: "S. Nikolov and others, Journal of Medical Internet Research 23 (7), 2021",
  range: [0, 1],
  best: "high",
  parameters: { tolerance: { default: 1, meaning: "distance that is no error, in units of the spacing" } },
  from: ({ fromPrediction, fromTruth }, { tolerance }) =>
    (sizeWithin(fromPrediction, tolerance) + sizeWithin(fromTruth, tolerance)) /
    (sizeOf(fromPrediction) + sizeOf(fromTruth)),
};
