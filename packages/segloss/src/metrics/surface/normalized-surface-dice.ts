import { sizeOf, sizeWithin, total } from "./directed-sums.ts";
import { DIRECTION, measured } from "./direction.ts";
import type { SurfaceMetric } from "./surface-metric.ts";

/** Surface Dice: the share of both surfaces that is no farther from the other than a tolerance. */
export const normalizedSurfaceDice: SurfaceMetric = {
  kind: "surface",
  name: "normalizedSurfaceDice",
  aliases: ["nsd", "surfaceDice"],
  title: "Normalised surface Dice",
  formula: "(|d(P, T) <= tolerance| + |d(T, P) <= tolerance|) / (|P| + |T|)",
  latex: String.raw`\frac{|\{a \in P : d(a, T) \le \tau\}| + |\{b \in T : d(b, P) \le \tau\}|}{|P| + |T|}`,
  reference: "S. Nikolov and others, Journal of Medical Internet Research 23 (7), 2021",
  use: "The share of the border that need not be corrected by hand, at a tolerance that should be what two experts differ by. Says nothing about the inside or the size of larger errors.",
  elsewhere: [
    'surface-distance `compute_surface_dice_at_tolerance`: areas of elements, `surface: "elements"`; `compute_surface_overlap_at_tolerance` is `direction=truth` and `direction=prediction`',
    "MONAI `SurfaceDiceMetric`: edge pixels, or with `use_subvoxels=True` elements; one tolerance per class, in `segloss score` a list from label 1 on, `nsd(tolerance=[1,2])`; NaN for two empty masks",
    "MetricsReloaded `normalised_surface_distance`: edge pixels; where one mask is empty a few of the other's may count as near, here 0",
  ],
  range: [0, 1],
  best: "high",
  parameters: {
    tolerance: {
      default: 1,
      meaning: "distance that is no error, in units of the spacing; equal within 1e-6 is within",
    },
    direction: DIRECTION,
  },
  from(distances, { tolerance, direction }) {
    const sets = measured(distances, direction);
    return total(sets, (set) => sizeWithin(set, tolerance)) / total(sets, sizeOf);
  },
};
