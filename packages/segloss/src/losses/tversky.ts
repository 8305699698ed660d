import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface TverskyOptions {
  /** Price of false positives, >= 0. Default 0.5. */
  readonly alpha?: number;
  /** Price of false negatives, >= 0. Default 0.5. */
  readonly beta?: number;
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/**
 * Tversky loss: 1 - tp / (tp + alpha fp + beta fn) with soft counts. alpha prices false positives, beta false
 * negatives: beta > alpha finds more at the cost of false alarms.
 */
export const tversky: LossFactory<TverskyOptions> = defineLoss<TverskyOptions>({
  name: "tversky",
  title: "Tversky loss",
  summary: "Dice with separate prices for false positives and false negatives",
  legend: {
    alpha: "price of false positives",
    beta: "price of false negatives",
    tp: "soft true positives",
    fp: "soft false positives",
    fn: "soft false negatives",
  },
  options: {
    alpha: { kind: "number", default: 0.5, min: 0, typical: [0, 1], doc: "price of false positives" },
    beta: { kind: "number", default: 0.5, min: 0, typical: [0, 1], doc: "price of false negatives" },
    smooth: SMOOTH,
  },
  over: "image",
  classes: "all",
  build: ({ alpha, beta, smooth }) => ({
    formula:
      "1 - (tp + smooth)/(tp + alpha*fp + beta*fn + smooth)" +
      " where tp = sum(p*y), fp = sum(p*(1 - y)), fn = sum((1 - p)*y)",
    parameters: { alpha: alpha as number, beta: beta as number, smooth: smooth as number },
  }),
  emptyMask: "no true pixel: 1 without a gradient unless smooth > 0; nothing predicted either: 0",
  special: ["alpha = beta = 1/2 is Dice (squared: false)", "alpha = beta = 1 is Jaccard"],
  reference: "S. S. M. Salehi, D. Erdogmus, A. Gholipour, Tversky loss function, MLMI 2017; A. Tversky, 1977",
  use: "When misses and false alarms have different prices, such as small lesions: alpha 0.3, beta 0.7. With one price for both it is a Dice loss.",
  seed: "The article's Tversky loss is the score, and its beta weighs <1 - p, p̂>, the false positives, 1 - beta the false negatives: that is tversky({ alpha: b, beta: 1 - b }).",
  example: {
    options: { alpha: 0.3, beta: 0.7 },
    shape: [1, 2, 1],
    logits: [0, 2],
    targets: [1, 0],
    value: 0.5512632885504212,
  },
});
