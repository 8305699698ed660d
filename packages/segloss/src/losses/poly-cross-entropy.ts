import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface PolyCrossEntropyOptions {
  /** Factor of the added term 1 - p_t. Default 1. */
  readonly epsilon?: number;
}

/**
 * Poly-1 cross entropy: cross entropy plus epsilon (1 - p_t), the first term of its power series in 1 - p_t with a
 * factor of its own. p_t is the probability given to the truth.
 */
export const polyCrossEntropy: LossFactory<PolyCrossEntropyOptions> = defineLoss<PolyCrossEntropyOptions>({
  name: "polyCrossEntropy",
  title: "Poly-1 cross entropy",
  summary: "cross entropy plus epsilon (1 - p) of the true class",
  legend: { epsilon: "factor of 1 - p: above 0 pushes confident pixels on, below 0 lets them rest" },
  options: {
    epsilon: { kind: "number", default: 1, min: -1, typical: [-1, 5], doc: "factor of the added term 1 - p" },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build: ({ epsilon }) => ({
    formula: {
      sigmoid: "mean(y*(epsilon*(1 - p) - logp) + (1 - y)*(epsilon*p - log1mp))",
      softmax: "mean(total(classWeights*y*(epsilon*(1 - p) - logp)))",
    },
    parameters: { epsilon: epsilon as number },
  }),
  emptyMask: "nothing special: background pixels count like the others",
  special: [
    "epsilon = 0 is cross entropy",
    "-log p = (1 - p) + (1 - p)^2/2 + ...: epsilon = -1 removes the first term",
  ],
  reference:
    "Z. Leng and others, PolyLoss: a polynomial expansion perspective of classification loss, ICLR 2022",
  use: "One number to tune where cross entropy is nearly right. epsilon 1 to 2 helped on balanced images, negative values under strong imbalance.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 2.1004361347904004 },
});
