import { RANKS } from "../kernels/ranks.ts";
import { defineLoss, type LossFactory } from "./define-loss.ts";

export type LovaszOptions = object;

/**
 * Lovász-softmax (or -sigmoid): the Lovász extension of the Jaccard loss at the errors |y - p|, a convex surrogate
 * that equals 1 - IoU on hard masks. Pixels are ranked within the region, ties by
 * index; the wasm engine may count those of large regions in cells instead (its option `lovasz`).
 */
export const lovasz: LossFactory<LovaszOptions> = defineLoss<LovaszOptions>({
  name: "lovasz",
  title: "Lovász-softmax",
  summary: "the Lovász extension of the Jaccard loss at the errors |y - p|",
  legend: { lovasz: "sum of errors in falling order, each times the step of the Jaccard loss at its rank" },
  options: {},
  over: "batch",
  classes: "present",
  build: () => ({ formula: "lovasz(abs(y - p))", kernels: [RANKS] }),
  emptyMask:
    'several channels: class left out with classes "present" (default); with "all", and always for a single channel, the largest error',
  special: [
    "on hard masks the Jaccard loss",
    'over: "image" and "batch" differ: the IoU of a data set is closer to "batch"',
  ],
  reference: "M. Berman, A. Rannen Triki, M. B. Blaschko, The Lovász-softmax loss, CVPR 2018",
  use: "When the metric is the IoU: after cross entropy has done the rough work, or added to it. Alone from the start it can settle on one class.",
  seed: "The article says that Dice and Tversky losses restrict p̂ to {0, 1}; they are defined for any p. What Lovász adds is a surrogate that is convex in the errors and exact at the corners.",
  example: { shape: [1, 3, 1], logits: [0, 2, -2], targets: [1, 0, 0], value: 0.6903985389889411 },
});
