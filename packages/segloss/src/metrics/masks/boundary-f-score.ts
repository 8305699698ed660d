import { boundaryCounts } from "../instances/boundary-scores.ts";
import { type MaskMetric, summedMetric } from "./mask-metric.ts";

/** `boundaryCounts` in one number. */
export const boundaryFScore: MaskMetric = summedMetric({
  name: "boundaryFScore",
  aliases: ["boundaryF"],
  title: "Boundary F score of the objects",
  formula: "2*|Pb & Tb| / (|Pb| + |Tb|), Pb and Tb the pixels within scale diameters of an outline",
  latex: String.raw`\frac{2 \, |P_b \cap T_b|}{|P_b| + |T_b|}`,
  reference: "C. Stringer and others, Cellpose, Nature Methods 18, 2021",
  use: "Cells that touch, where the outlines between them matter and the masks hardly change. Images of 2 axes; the radius follows the size of the true objects.",
  elsewhere: [
    "Cellpose `boundary_scores`: its filter is a disc of that radius; precision and recall apart are in `boundaryCounts`",
  ],
  range: [0, 1],
  best: "high",
  parameters: { scale: { default: 0.1, meaning: "radius as a share of the median diameter" } },
  sums: {
    of({ shape, objects }, { scale }) {
      const { both, predicted, truth } = boundaryCounts(...objects(), shape, scale);
      return [both, predicted, truth];
    },
    value: ([both, predicted, truth]) => (2 * both) / (2 * both + predicted + truth),
  },
});
