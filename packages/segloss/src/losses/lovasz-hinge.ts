import { RANKS } from "../kernels/ranks.ts";
import { defineLoss, type LossFactory } from "./define-loss.ts";

export type LovaszHingeOptions = object;

/** Lovász hinge: the Lovász extension of the Jaccard loss at the hinge errors max(0, 1 - z (2y - 1)). */
export const lovaszHinge: LossFactory<LovaszHingeOptions> = defineLoss<LovaszHingeOptions>({
  name: "lovaszHinge",
  title: "Lovász hinge",
  summary: "the Lovász extension of the Jaccard loss at the hinge errors of the logits",
  legend: { z: "logit: the margin is z for positives, -z for negatives" },
  options: {},
  over: "image",
  classes: "all",
  build: () => ({ formula: "lovasz(relu(1 - z*(2*y - 1)))", kernels: [RANKS] }),
  emptyMask: "the largest hinge error: the worst false alarm",
  special: ["0 when every pixel is right with a margin of 1", "unbounded above, unlike lovasz"],
  reference: "J. Yu, M. B. Blaschko, The Lovász hinge, TPAMI 2018; M. Berman and others, CVPR 2018",
  use: "Binary masks when margins rather than probabilities matter; outputs are not calibrated.",
  example: { shape: [1, 3, 1], logits: [0, 2, -2], targets: [1, 0, 0], value: 2 },
});
