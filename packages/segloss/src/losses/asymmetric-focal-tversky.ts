import { defineLoss, type LossFactory } from "./define-loss.ts";
import { tverskyHalf } from "./unified-focal.ts";

export interface AsymmetricFocalTverskyOptions {
  /** Price of false negatives, in [0, 1]; false positives have 1 - delta. Default 0.7. */
  readonly delta?: number;
  /** The foreground's loss has the power 1 - gamma; in [0, 1). Default 0.75. */
  readonly gamma?: number;
}

/**
 * Asymmetric focal Tversky: the Tversky loss of the background as it is, that of each foreground class to the power
 * 1 - gamma, averaged. One channel has both classes, with probabilities 1 - p and p.
 */
export const asymmetricFocalTversky: LossFactory<AsymmetricFocalTverskyOptions> =
  defineLoss<AsymmetricFocalTverskyOptions>({
    name: "asymmetricFocalTversky",
    title: "Asymmetric focal Tversky loss",
    summary: "Tversky loss whose foreground part has the power 1 - gamma",
    legend: {
      delta: "price of false negatives (1 - delta: of false positives)",
      gamma: "the foreground's power is 1 - gamma",
      foreground: "0 for class 0, 1 for the others",
    },
    options: {
      delta: { kind: "number", default: 0.7, min: 0, max: 1, doc: "price of false negatives" },
      gamma: { kind: "number", default: 0.75, min: 0, max: 0.99, doc: "the foreground's power is 1 - gamma" },
    },
    over: "image",
    classes: "all",
    empty: 0,
    build: ({ delta, gamma }) => ({
      formula: tverskyHalf(true),
      parameters: { delta: delta as number, gamma: gamma as number },
    }),
    emptyMask: "no true pixel: the foreground gives 1 without a gradient; the background's part goes on",
    special: ["gamma = 0 is tversky with alpha 1 - delta, beta delta", "part of unifiedFocal"],
    reference: "M. Yeung and others, Unified Focal loss, Computerized Medical Imaging and Graphics 95, 2022",
    use: "A rare foreground that is nearly right and should become better; the slope grows as its loss shrinks. Not with a high learning rate to the end: at a perfect mask the slope is infinite.",
    example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.863545372161298 },
  });
