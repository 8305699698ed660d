import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface FocalTverskyOptions {
  /** Price of false positives, >= 0. Default 0.3. */
  readonly alpha?: number;
  /** Price of false negatives, >= 0. Default 0.7. */
  readonly beta?: number;
  /** Focusing parameter > 0. Default 4/3. */
  readonly gamma?: number;
  /** The power is 1/gamma, as in the article (default), or gamma itself, as in several libraries. */
  readonly exponent?: "inverse" | "direct";
  /** Added to numerator and denominator of the Tversky index, >= 0. Default 0. */
  readonly smooth?: number;
}

/**
 * Focal Tversky: (1 - T)^(1/gamma) of each class, T being its Tversky index. With gamma > 1 classes that are poorly
 * found lose weight slowly and nearly right ones keep a steep slope.
 */
export const focalTversky: LossFactory<FocalTverskyOptions> = defineLoss<FocalTverskyOptions>({
  name: "focalTversky",
  title: "Focal Tversky loss",
  summary: "the Tversky loss of each class to the power 1/gamma",
  legend: {
    alpha: "price of false positives",
    beta: "price of false negatives",
    power: "1/gamma, or gamma for exponent direct",
    misses: "priced mistakes: the Tversky loss is misses/(tp + misses)",
  },
  options: {
    alpha: { kind: "number", default: 0.3, min: 0, typical: [0, 1], doc: "price of false positives" },
    beta: { kind: "number", default: 0.7, min: 0, typical: [0, 1], doc: "price of false negatives" },
    gamma: { kind: "number", default: 4 / 3, min: 0.01, typical: [0.5, 3], doc: "focusing parameter" },
    exponent: {
      kind: "choice",
      default: "inverse",
      choices: ["inverse", "direct"],
      doc: "whether the power is 1/gamma (the article) or gamma (JDTLosses, segmentation_models.pytorch)",
    },
    smooth: { ...SMOOTH, doc: "added to numerator and denominator of the index" },
  },
  over: "image",
  classes: "all",
  empty: 0,
  build: ({ alpha, beta, gamma, exponent, smooth }) => ({
    formula:
      "max(misses/(tp + misses + smooth), 1e-30)^power" +
      " where tp = sum(p*y), misses = alpha*sum(p*(1 - y)) + beta*sum((1 - p)*y)",
    parameters: {
      alpha: alpha as number,
      beta: beta as number,
      power: exponent === "inverse" ? 1 / (gamma as number) : (gamma as number),
      smooth: smooth as number,
    },
  }),
  emptyMask: "no true pixel: 1 without a gradient unless smooth > 0; nothing predicted either: 0",
  special: [
    "gamma = 1 is tversky",
    "the mistakes are summed, not subtracted from 1: a nearly perfect mask keeps its precision",
    "SegLossOdyssey and segmentation_models.pytorch take the power of the mean over classes: another function",
  ],
  reference:
    "N. Abraham, N. M. Khan, A novel focal Tversky loss function with improved attention U-Net for lesion segmentation, ISBI 2019",
  use: "Small lesions. At a perfect mask the slope is infinite for gamma > 1: large steps late in training.",
  elsewhere: [
    "`odyssey.FocalTversky_loss`, `smp.TverskyLoss(gamma=...)`: the power is gamma instead of 1/gamma, and of the mean over the classes",
    "JDTLosses `JDTLoss(alpha, beta, gamma)`",
  ],
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.6397632712517252 },
});
