import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface DiceSemimetricOptions {
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/**
 * Dice semimetric loss: 1 - (|p| + |y| - |p - y|)/(|p| + |y|). The same as Dice for hard labels; for soft ones its
 * minimum is at p = y, where that of Dice is not.
 */
export const diceSemimetric: LossFactory<DiceSemimetricOptions> = defineLoss<DiceSemimetricOptions>({
  name: "diceSemimetric",
  title: "Dice semimetric loss (soft labels)",
  summary: "Dice by absolute differences: right for soft labels",
  legend: { size: "sum of p and y", gap: "sum of |p - y|", smooth: "added above and below" },
  options: {
    smooth: SMOOTH,
  },
  over: "image",
  classes: "all",
  build: ({ smooth }) => ({
    formula: "1 - (size - gap + smooth)/(size + smooth) where size = sum(p) + sum(y), gap = sum(abs(p - y))",
    parameters: { smooth: smooth as number },
  }),
  emptyMask: "no true pixel: 1 without a gradient unless smooth > 0; nothing predicted either: 0",
  special: [
    "hard labels: dice with squared false",
    "0 exactly when p = y",
    "2J/(1 + J) with J the Jaccard metric loss's score",
  ],
  reference:
    "Z. Wang, X. Ning, M. B. Blaschko, Jaccard metric losses: optimizing the Jaccard index with soft labels, NeurIPS 2023; Dice semimetric losses, MICCAI 2023",
  use: "Soft labels: several annotators, label smoothing, distillation, resized masks. On hard labels it is dice(squared=false), and nothing is gained.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.5799726027682524 },
});
