import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface CrossEntropyOptions {
  /** Mass moved from the true class to all classes alike, in [0, 1]. Default 0. */
  readonly labelSmoothing?: number;
}

/**
 * Cross entropy: -log of the probability given to the true class, averaged over the pixels.
 *
 * One channel (or independent channels): mean(-y log p - (1 - y) log(1 - p)), averaged over the channels.
 * Softmax: mean over pixels of -w_c log p_c of the true class c. `normalize: true` divides by the sum of the weights
 * w_c of the labels, as PyTorch does, instead of the number of pixels.
 */
export const crossEntropy: LossFactory<CrossEntropyOptions> = defineLoss<CrossEntropyOptions>({
  name: "crossEntropy",
  title: "Cross entropy",
  summary: "-log of the probability of the true class, averaged over pixels",
  legend: {
    s: "label smoothing: y becomes (1 - s) y + s/C (s/2 for a single channel)",
    classWeights: "weight of each class",
    C: "number of classes",
  },
  options: {
    labelSmoothing: {
      kind: "number",
      default: 0,
      min: 0,
      max: 1,
      doc: "mass moved from the true class to all classes alike",
    },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build: ({ labelSmoothing, normalize }) => ({
    formula: {
      sigmoid: "mean(-t*logp - (1 - t)*log1mp) where t = (1 - s)*y + s/2",
      softmax: normalize
        ? "sum(total(-classWeights*t*logp)) / sum(total(classWeights*y)) where t = (1 - s)*y + s/C"
        : "mean(total(-classWeights*t*logp)) where t = (1 - s)*y + s/C",
    },
    parameters: { s: labelSmoothing as number },
  }),
  emptyMask: "nothing special: background pixels count like the others",
  special: [
    "gradient with respect to the logits: (p - y)/N",
    "focal loss with gamma 0",
    "a batch without a valid pixel: 0",
  ],
  reference: "I. J. Good, Rational decisions, J. Royal Statistical Society B 14, 1952",
  use: "The first choice when classes are balanced and probabilities should be calibrated. A rare class is drowned by the frequent ones.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 1], value: 0.41003759580145893 },
});
