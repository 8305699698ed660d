import { boundaryJaccard } from "../surface/boundary-jaccard.ts";
import { DISTANCE, DISTANCES } from "../surface/distance-kinds.ts";
import type { MaskMetric } from "./mask-metric.ts";

/** `boundaryJaccard` as a record. */
export const boundaryJaccardMetric: MaskMetric = {
  kind: "mask",
  name: "boundaryJaccard",
  aliases: ["boundaryIoU", "biou"],
  title: "Boundary IoU",
  formula: "|Pd & Td| / (|Pd | Td|), Pd and Td the parts of P and T within d of their own contour",
  latex: String.raw`\frac{|P_d \cap T_d|}{|P_d \cup T_d|}, \quad P_d = \{a \in P : d(a, \bar{P}) \le d\}`,
  reference: "B. Cheng and others, Boundary IoU, CVPR 2021, https://arxiv.org/abs/2103.16562",
  use: "Large objects, whose inside hides what happens at the border. For thin objects the boundary is all there is, and it is the IoU; a shift by a pixel costs more the smaller the width.",
  elsewhere: [
    "the article's code: depth in steps across corners, `distance=chessboard`, and a default width rounded to whole pixels",
    "MetricsReloaded: depth is the distance to the pixels of the border and below `boundary_dist`, in pixels; its default, 1, is `width=1` here",
    "torchmetrics and MONAI do not have it",
  ],
  range: [0, 1],
  best: "high",
  parameters: {
    width: { default: 0, meaning: "depth of the boundary; 0: 2 % of the image's diagonal" },
    distance: DISTANCE,
  },
  from({ predicted, truth, shape, spacing, known, empty }, { width, ...given }) {
    const distance = DISTANCES[given.distance];
    const options = { spacing, empty, distance, ...(known && { known }), ...(width > 0 && { width }) };
    return boundaryJaccard(predicted, truth, shape, options);
  },
};
