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
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn }) => 1 - Math.abs(fn - fp) / (2 * tp + fp + fn),
};
