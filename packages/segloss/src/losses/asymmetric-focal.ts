import { defineLoss, type LossFactory } from "./define-loss.ts";
import { focalHalf } from "./unified-focal.ts";

export interface AsymmetricFocalOptions {
  /** Weight of the foreground, in [0, 1]; the background has 1 - delta. Default 0.7. */
  readonly delta?: number;
  /** Focusing exponent of the background, >= 0. Default 2. */
  readonly gamma?: number;
}

/** Asymmetric focal loss: the background fades like focal loss, the foreground is plain cross entropy. */
export const asymmetricFocal: LossFactory<AsymmetricFocalOptions> = defineLoss<AsymmetricFocalOptions>({
  name: "asymmetricFocal",
  title: "Asymmetric focal loss",
  summary: "focal loss on the background alone, cross entropy on the foreground",
  legend: {
    delta: "weight of the foreground",
    gamma: "focusing exponent of the background",
    foreground: "0 for class 0, 1 for the others",
  },
  options: {
    delta: { kind: "number", default: 0.7, min: 0, max: 1, doc: "weight of the foreground" },
    gamma: {
      kind: "number",
      default: 2,
      min: 0,
      typical: [0, 5],
      doc: "focusing exponent of the background",
    },
  },
  over: "batch",
  classes: "all",
  empty: 0,
  build: ({ delta, gamma }) => ({
    formula: focalHalf(true),
    parameters: { delta: delta as number, gamma: gamma as number },
  }),
  emptyMask: "the background's part alone",
  special: ["gamma = 0, delta = 1/2 is half of cross entropy", "part of unifiedFocal"],
  reference: "M. Yeung and others, Unified Focal loss, Computerized Medical Imaging and Graphics 95, 2022",
  use: "A large easy background and a rare foreground whose easy pixels must not be forgotten. Not where labels of the foreground are often wrong: they keep their full pull.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.4901132401091922 },
});
