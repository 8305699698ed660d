import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface WeightedCrossEntropyOptions {
  /** Weight of the positive pixels, >= 0. Default 1. */
  readonly beta?: number;
}

/**
 * Cross entropy with weight beta on positive pixels: beta > 1 against too few positives (fewer misses), beta < 1
 * against too many (fewer false alarms). With softmax, class 0 is the negatives and all others are positives.
 */
export const weightedCrossEntropy: LossFactory<WeightedCrossEntropyOptions> =
  defineLoss<WeightedCrossEntropyOptions>({
    name: "weightedCrossEntropy",
    title: "Weighted cross entropy",
    summary: "cross entropy with weight beta on positive pixels",
    legend: { beta: "weight of positive pixels", foreground: "0 for class 0, 1 for the others" },
    options: {
      beta: { kind: "number", default: 1, min: 0, typical: [0.1, 20], doc: "weight of positive pixels" },
    },
    over: "batch",
    classes: "all",
    empty: 0,
    build: ({ beta }) => ({
      formula: {
        sigmoid: "mean(-beta*y*logp - (1 - y)*log1mp)",
        softmax: "mean(total(-classWeights*(1 + (beta - 1)*foreground)*y*logp))",
      },
      parameters: { beta: beta as number },
    }),
    emptyMask: "cross entropy of the negatives: beta has nothing to act on",
    special: ["beta = 1 is cross entropy", "PyTorch's BCEWithLogitsLoss with pos_weight = beta"],
    reference:
      "S. Xie, Z. Tu, Holistically-nested edge detection, ICCV 2015 (class weights); pos_weight of PyTorch",
    use: "When the share of positives is known and stable. With a share that changes from batch to batch see balancedCrossEntropy.",
    elsewhere: [
      "`torch.BCEWithLogitsLoss(pos_weight=...)`, SMP `SoftBCEWithLogitsLoss` and pytorch-toolbelt: the same weight on the positives",
    ],
    seed: "The article's advice stands: beta above 1 when positives are few, below 1 when they are many.",
    example: {
      options: { beta: 3 },
      shape: [1, 2, 1],
      logits: [0, 2],
      targets: [1, 0],
      value: 2.1031847763614033,
    },
  });
