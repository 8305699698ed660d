import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface GeneralizedCrossEntropyOptions {
  /** Between cross entropy (towards 0) and mean absolute error (1), in (0, 1]. Default 0.7. */
  readonly q?: number;
}

/** Generalised cross entropy: (1 - p_t^q)/q, the Box-Cox form of -log p_t, p_t being the probability of the truth. */
export const generalizedCrossEntropy: LossFactory<GeneralizedCrossEntropyOptions> =
  defineLoss<GeneralizedCrossEntropyOptions>({
    name: "generalizedCrossEntropy",
    title: "Generalised cross entropy",
    summary: "(1 - p^q)/q of the true class: between cross entropy and absolute error",
    legend: {
      k: "the option q: near 0 cross entropy, 1 absolute error",
      expm1: "exp of its operand, less 1: p^k - 1 of k log p, without cancellation near q = 0",
    },
    options: {
      q: {
        kind: "number",
        default: 0.7,
        min: 1e-3,
        max: 1,
        typical: [0.01, 1],
        doc: "towards 0 cross entropy, 1 absolute error",
      },
    },
    over: "batch",
    classes: "all",
    empty: 0,
    build: ({ q }) => ({
      formula: {
        sigmoid: "mean(-y*expm1(k*logp)/k - (1 - y)*expm1(k*log1mp)/k)",
        softmax: "mean(total(-classWeights*y*expm1(k*logp)/k))",
      },
      parameters: { k: q as number },
    }),
    emptyMask: "nothing special: background pixels count like the others",
    special: [
      "q = 1 is 1 - p",
      "q towards 0 is cross entropy",
      "at most 1/q: a wrong label has limited pull",
    ],
    reference:
      "Z. Zhang, M. R. Sabuncu, Generalized cross entropy loss for training deep neural networks with noisy labels, NeurIPS 2018",
    use: "Labels with mistakes: the larger q, the less they pull, and the slower the training.",
    example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.8277112297434024 },
  });
