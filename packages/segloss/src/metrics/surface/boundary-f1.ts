import { sizeOf, sizeWithin } from "./directed-sums.ts";
import type { DirectedDistances } from "./surface-distances.ts";
import type { SurfaceMetric } from "./surface-metric.ts";

/** F1 score of boundaries: the harmonic mean of the shares of both surfaces that lie within a tolerance of the other. */
export const boundaryF1: SurfaceMetric = {
  kind: "surface",
  name: "boundaryF1",
  aliases: ["bfscore", "bf"],
  title: "F1 score of the boundaries",
  formula:
    "2*precision*recall / (precision + recall), precision = |d(P, T) <= tolerance| / |P|, recall = |d(T, P) <= tolerance| / |T|",
  latex: String.raw`\frac{2 \, Q \, R}{Q + R}, \quad Q = \frac{|\{a \in P : d(a, T) \le \tau\}|}{|P|}, \; R = \frac{|\{b \in T : d(b, P) \le \tau\}|}{|T|}`,
  reference: "G. Csurka and others, What is a good evaluation measure for semantic segmentation?, BMVC 2013",
  use: "Like surface Dice, but a short contour counts as much as a long one: many invented borders cost precision in full. The two shares alone are surface Dice in one direction.",
  elsewhere: [
    "MATLAB `bfscore`: its default tolerance is 0.75 % of the image's diagonal",
    "Cellpose `boundary_scores`: outlines of all objects at once, thickened by a disc, another number",
    "MONAI, torchmetrics and MetricsReloaded have surface Dice",
  ],
  range: [0, 1],
  best: "high",
  parameters: {
    tolerance: {
      default: 1,
      meaning: "distance that is no error, in units of the spacing; equal within 1e-6 is within",
    },
  },
  from({ fromPrediction, fromTruth }, { tolerance }) {
    const share = (set: DirectedDistances) => sizeWithin(set, tolerance) / sizeOf(set);
    const [precision, recall] = [share(fromPrediction), share(fromTruth)];
    return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  },
};
