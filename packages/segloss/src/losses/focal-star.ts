import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface FocalStarOptions {
  /** Steepness > 0. Default 2. */
  readonly gamma?: number;
  /** Shift of the margin. Default 1. */
  readonly beta?: number;
}

/**
 * Focal loss star: -log sigmoid(gamma x + beta)/gamma, x being the log-odds of the truth. Fades for confident pixels
 * like focal loss, through a shifted and steeper cross entropy instead of a factor.
 */
export const focalStar: LossFactory<FocalStarOptions> = defineLoss<FocalStarOptions>({
  name: "focalStar",
  title: "Focal loss star",
  summary: "cross entropy of shifted and steeper log-odds",
  legend: { gamma: "steepness", beta: "shift", x: "log-odds of the class: the logit z for a sigmoid" },
  options: {
    gamma: { kind: "number", default: 2, min: 1e-3, typical: [0.5, 8], doc: "steepness" },
    beta: { kind: "number", default: 1, typical: [-2, 4], doc: "shift of the margin" },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build: ({ gamma, beta }) => ({
    formula: {
      sigmoid:
        "mean(y*softplus(-gamma*x - beta)/gamma + (1 - y)*softplus(gamma*x - beta)/gamma) where x = logp - log1mp",
      softmax: "mean(total(classWeights*y*softplus(-gamma*x - beta)/gamma)) where x = logp - log1mp",
    },
    parameters: { gamma: gamma as number, beta: beta as number },
  }),
  emptyMask: "the negatives' part alone, small once they are confident",
  special: [
    "gamma = 1, beta = 0 is cross entropy",
    "the article's two settings are gamma 2, beta 1 and gamma 4, beta 0",
  ],
  reference:
    "T.-Y. Lin and others, Focal loss for dense object detection, ICCV 2017, appendix A; fvcore's sigmoid_focal_loss_star has beta 0",
  use: "As focal loss, with a gradient that stays in proportion to cross entropy's where pixels are wrong. As with focal loss, wrong labels lead and probabilities are not calibrated.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.8404622597729913 },
});
