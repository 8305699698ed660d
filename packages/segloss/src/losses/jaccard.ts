import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface JaccardOptions {
  /** Squares of p and y in the union. Default false. */
  readonly squared?: boolean;
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/** Jaccard (IoU) loss: 1 - <p, y> / (|p| + |y| - <p, y>), per image and class. */
export const jaccard: LossFactory<JaccardOptions> = defineLoss<JaccardOptions>({
  name: "jaccard",
  title: "Jaccard loss (IoU)",
  summary: "1 - soft intersection over union",
  legend: { smooth: "added above and below, so that an empty class is learnt from" },
  options: {
    squared: { kind: "boolean", default: false, doc: "squares of p and y in the union" },
    smooth: SMOOTH,
  },
  over: "image",
  classes: "all",
  build: ({ squared, smooth }) => ({
    formula: squared
      ? "1 - (both + smooth)/(sum(p^2) + sum(y^2) - both + smooth) where both = sum(p*y)"
      : "1 - (both + smooth)/(sum(p) + sum(y) - both + smooth) where both = sum(p*y)",
    parameters: { smooth: smooth as number },
  }),
  emptyMask: "as Dice: 1 without a gradient unless smooth > 0; 0 when nothing is predicted either",
  special: [
    "on hard masks 1 - J",
    "tversky with alpha = beta = 1",
    "never below the Dice loss (squared: false)",
  ],
  reference: "M. A. Rahman, Y. Wang, Optimizing intersection-over-union in deep neural networks, ISVC 2016",
  use: "As Dice, a little harder on partial overlap; the soft form bounds but does not equal the IoU: see lovasz.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.7341552654167406 },
});
