import type { Metric } from "./metric.ts";

/**
 * Volumetric similarity: how alike the sizes of prediction and truth are, wherever they lie. 1 for masks of
 * the same size that never meet, so it only completes an overlap.
 */
export const volumetricSimilarity: Metric = {
  kind: "counts",
  name: "volumetricSimilarity",
  aliases: ["vs"],
  title: "Volumetric similarity",
  formula: "1 - abs(fn - fp) / (2*tp + fp + fn)",
  reference: "A. A. Taha, A. Hanbury, BMC Medical Imaging 15 (29), 2015",
  use: "When only the volume is reported, such as in follow-ups. It does not look at where the pixels are: never alone.",
  elsewhere: [
    "MetricsReloaded has an absolute volume difference ratio instead; EvaluateSegmentation, the article's program, has this one",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn }) => 1 - Math.abs(fn - fp) / (2 * tp + fp + fn),
};
