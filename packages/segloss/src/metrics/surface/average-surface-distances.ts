import { sizeOf, sumOf, sumOfSquares, total } from "./directed-sums.ts";
import { DIRECTION, measured } from "./direction.ts";
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
    "MONAI `SurfaceDistanceMetric(symmetric=True)`: the same mean over both sets together; by default only `direction=prediction`; chessboard and taxicab distances count pixels whatever the spacing, here in its units",
    'surface-distance `compute_average_surface_distance`: the two directions as two numbers, of elements, `surface: "elements"`',
    "medpy `assd` from 0.5.2 on, before it was `meanAverageSurfaceDistance`; `asd` is `direction=prediction`",
    "MetricsReloaded `measured_average_distance`",
  ],
  range: [0, Number.POSITIVE_INFINITY],
  best: "low",
  parameters: { direction: DIRECTION },
  from(distances, { direction }) {
    const sets = measured(distances, direction);
    return total(sets, sumOf) / total(sets, sizeOf);
  },
};

/** Root mean square of the distances of both surfaces together. */
export const rmsSurfaceDistance: SurfaceMetric = {
  kind: "surface",
  name: "rmsSurfaceDistance",
  aliases: ["rmssd", "rmsd"],
  title: "Root mean square surface distance",
  formula: "sqrt((sum(d(P, T)^2) + sum(d(T, P)^2)) / (|P| + |T|))",
  latex: String.raw`\sqrt{\frac{\sum_{a \in P} d(a, T)^2 + \sum_{b \in T} d(b, P)^2}{|P| + |T|}}`,
  reference: "T. Heimann and others, IEEE Transactions on Medical Imaging 28 (8), 2009",
  use: "Between the average and the Hausdorff distance: places that are far off weigh more than in the mean, and one stray pixel less than in the maximum.",
  elsewhere: [
    "medpy's `Surface.get_root_mean_square_symmetric_surface_distance`, which later versions no longer have: the same for the cubes of its tests",
    "MONAI, torchmetrics and MetricsReloaded do not have it",
  ],
  range: [0, Number.POSITIVE_INFINITY],
  best: "low",
  parameters: { direction: DIRECTION },
  from(distances, { direction }) {
    const sets = measured(distances, direction);
    return Math.sqrt(total(sets, sumOfSquares) / total(sets, sizeOf));
  },
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
  elsewhere: [
    "MetricsReloaded `measured_masd`; medpy `assd` up to 0.5.1",
    'surface-distance: half the sum of its two numbers, of elements, `surface: "elements"`',
  ],
  range: [0, Number.POSITIVE_INFINITY],
  best: "low",
  parameters: {},
  from: ({ fromPrediction, fromTruth }) =>
    (sumOf(fromPrediction) / sizeOf(fromPrediction) + sumOf(fromTruth) / sizeOf(fromTruth)) / 2,
};
