import { RANKS } from "../kernels/ranks.ts";
import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface OhemCrossEntropyOptions {
  /** Pixels whose truth has a probability below this one count, in (0, 1]. Default 0.7. */
  readonly threshold?: number;
  /** At least this share of the valid pixels counts, the hardest ones, in (0, 1]. Default 0.1. */
  readonly keep?: number;
}

/**
 * Online hard example mining: the mean of cross entropy over the pixels whose truth has a probability below the
 * threshold, and over the hardest ones when these are fewer than a share of all.
 */
export const ohemCrossEntropy: LossFactory<OhemCrossEntropyOptions> = defineLoss<OhemCrossEntropyOptions>({
  name: "ohemCrossEntropy",
  title: "Cross entropy with online hard example mining",
  summary: "cross entropy of the pixels that are not yet right enough",
  legend: {
    bound: "-log of the threshold",
    keep: "smallest part of the valid pixels that counts",
    hardest: "1 for that share of the pixels with the largest operand, else 0",
    e: "cross entropy of a pixel, without class weights",
  },
  options: {
    threshold: {
      kind: "number",
      default: 0.7,
      min: 1e-6,
      max: 1,
      doc: "pixels whose truth has a lower probability count",
    },
    keep: {
      kind: "number",
      default: 0.1,
      min: 1e-9,
      max: 1,
      doc: "smallest part of the valid pixels that counts",
    },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build: ({ threshold, keep }) => ({
    formula: {
      sigmoid:
        "sum(h*e)/sum(h) where h = max(step(e - bound), hardest(e, keep)), e = -y*logp - (1 - y)*log1mp",
      softmax:
        "sum(h*total(-classWeights*y*logp))/sum(h)" +
        " where h = max(step(e - bound), hardest(e, keep)), e = total(-y*logp)",
    },
    kernels: [RANKS],
    // With threshold 1 every pixel counts, also where p rounds to 1.
    parameters: { bound: threshold === 1 ? -1 : -Math.log(threshold as number), keep: keep as number },
  }),
  emptyMask: "the false alarms, or the hardest negatives",
  special: [
    "threshold = 1, or keep = 1, is cross entropy",
    "a tiny threshold is topKCrossEntropy with share = keep",
  ],
  reference:
    "A. Shrivastava, A. Gupta, R. Girshick, Training region-based object detectors with online hard example mining, CVPR 2016",
  use: "Street scenes and the like: most pixels are soon right. keep prevents that few pixels lead late in training.",
  elsewhere: ["mmsegmentation's OHEM pixel sampler"],
  example: {
    options: { threshold: 0.5, keep: 0.25 },
    shape: [1, 4, 1],
    logits: [0.5, 2, -1, -1],
    targets: [1, 0, 0, 1],
    value: 1.7200948492805979,
  },
});
