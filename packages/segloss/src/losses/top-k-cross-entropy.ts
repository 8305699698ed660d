import { RANKS } from "../kernels/ranks.ts";
import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface TopKCrossEntropyOptions {
  /** Share of the valid pixels that count, in (0, 1]; at least one pixel does. Default 0.1. */
  readonly share?: number;
}

/**
 * Top-k cross entropy: the mean over the share of pixels with the largest cross entropy; the others have no gradient.
 * Of equal pixels the one with the smaller index counts.
 */
export const topKCrossEntropy: LossFactory<TopKCrossEntropyOptions> = defineLoss<TopKCrossEntropyOptions>({
  name: "topKCrossEntropy",
  title: "Top-k cross entropy",
  summary: "cross entropy of the hardest pixels only",
  legend: {
    share: "part of the valid pixels that counts",
    hardest: "1 for that share of the pixels with the largest operand, else 0",
    e: "cross entropy of a pixel",
  },
  options: {
    share: {
      kind: "number",
      default: 0.1,
      min: 1e-9,
      max: 1,
      typical: [0.01, 1],
      doc: "part of the valid pixels that counts",
    },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build: ({ share }) => ({
    formula: {
      sigmoid: "sum(h*e)/sum(h) where h = hardest(e, share), e = -y*logp - (1 - y)*log1mp",
      softmax: "sum(h*e)/sum(h) where h = hardest(e, share), e = total(-classWeights*y*logp)",
    },
    kernels: [RANKS],
    parameters: { share: share as number },
  }),
  emptyMask: "the hardest of the negatives: the worst false alarms",
  special: ["share = 1 is cross entropy", "floor(share N) pixels of N valid ones, but one at least"],
  reference:
    "Z. Wu, C. Shen, A. van den Hengel, Bridging category-level and instance-level semantic image segmentation, 2016; TopKLoss of nnU-Net (k = 10 percent)",
  use: "A large easy background. Wrong labels are among the hardest pixels: it learns them first.",
  example: {
    options: { share: 0.5 },
    shape: [1, 4, 1],
    logits: [0, 2, -1, 1],
    targets: [1, 0, 0, 1],
    value: 1.410037595801459,
  },
});
