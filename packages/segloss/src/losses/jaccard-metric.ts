import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface JaccardMetricOptions {
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/**
 * Jaccard metric loss: 1 - (|p| + |y| - |p - y|)/(|p| + |y| + |p - y|). The same as Jaccard for hard labels, a metric
 * for all, so that its minimum is at p = y for soft labels too.
 */
export const jaccardMetric: LossFactory<JaccardMetricOptions> = defineLoss<JaccardMetricOptions>({
  name: "jaccardMetric",
  title: "Jaccard metric loss (soft labels)",
  summary: "Jaccard by absolute differences: right for soft labels",
  legend: { size: "sum of p and y", gap: "sum of |p - y|", smooth: "added above and below" },
  options: {
    smooth: SMOOTH,
  },
  over: "image",
  classes: "all",
  build: ({ smooth }) => ({
    formula:
      "1 - ((size - gap)/2 + smooth)/((size + gap)/2 + smooth) where size = sum(p) + sum(y), gap = sum(abs(p - y))",
    parameters: { smooth: smooth as number },
  }),
  emptyMask: "no true pixel: 1 without a gradient unless smooth > 0; nothing predicted either: 0",
  special: ["hard labels: jaccard", "0 exactly when p = y", "satisfies the triangle inequality in p and y"],
  reference:
    "Z. Wang, X. Ning, M. B. Blaschko, Jaccard metric losses: optimizing the Jaccard index with soft labels, NeurIPS 2023",
  use: "Soft labels: several annotators, label smoothing, distillation, resized masks. On hard labels it is jaccard, and nothing is gained.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.7341552654167406 },
});
