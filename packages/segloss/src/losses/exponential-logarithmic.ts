import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface ExponentialLogarithmicOptions {
  /** Factor of the Dice part, >= 0. Default 0.8. */
  readonly dice?: number;
  /** Factor of the cross entropy part, >= 0. Default 0.2. */
  readonly crossEntropy?: number;
  /** Power of both parts, > 0. Default 0.3. */
  readonly gamma?: number;
  /** Added to numerator and denominator of Dice, >= 0. Default 0; the article has 1. */
  readonly smooth?: number;
}

/**
 * Exponential-logarithmic loss: (-log Dice)^gamma of each class plus (-log p_t)^gamma of each pixel. classWeights are
 * the label weights of the cross entropy part; the article takes sqrt(sum of frequencies / frequency).
 */
export const exponentialLogarithmic: LossFactory<ExponentialLogarithmicOptions> =
  defineLoss<ExponentialLogarithmicOptions>({
    name: "exponentialLogarithmic",
    title: "Exponential logarithmic loss",
    summary: "powers of -log Dice and of cross entropy",
    legend: {
      a: "factor of the Dice part",
      b: "factor of the cross entropy part",
      gamma: "power of both",
      score: "soft Dice coefficient",
      smooth: "added above and below in Dice",
    },
    options: {
      dice: { kind: "number", default: 0.8, min: 0, typical: [0, 1], doc: "factor of the Dice part" },
      crossEntropy: {
        kind: "number",
        default: 0.2,
        min: 0,
        typical: [0, 1],
        doc: "factor of the cross entropy part",
      },
      gamma: { kind: "number", default: 0.3, min: 0.01, typical: [0.1, 1.5], doc: "power of both parts" },
      smooth: { ...SMOOTH, doc: "the article has 1; added to numerator and denominator of Dice" },
    },
    over: "batch",
    classes: "all",
    build({ dice, crossEntropy, gamma, smooth }) {
      const whole = (entropy: string): string =>
        `a*max(-log(max(score, 1e-7)), 1e-30)^gamma + b*mean(${entropy})` +
        " where score = (2*sum(p*y) + smooth)/(sum(p) + sum(y) + smooth)";
      return {
        formula: {
          sigmoid: whole("y*max(-logp, 1e-30)^gamma + (1 - y)*max(-log1mp, 1e-30)^gamma"),
          softmax: whole("total(classWeights*y*max(-logp, 1e-30)^gamma)"),
        },
        parameters: {
          a: dice as number,
          b: crossEntropy as number,
          gamma: gamma as number,
          smooth: smooth as number,
        },
      };
    },
    emptyMask: "the Dice part is large and without a gradient unless smooth > 0; the entropy part goes on",
    special: [
      "gamma = 1 is a weighted sum of logDice and crossEntropy",
      "gamma < 1: steep where Dice is nearly 1, the opposite of focal loss",
    ],
    reference:
      "K. C. L. Wong, M. Moradi, H. Tang, T. Syeda-Mahmood, 3D segmentation with exponential logarithmic loss for highly unbalanced object sizes, MICCAI 2018",
    use: "Many classes, some with tiny objects, none of which should be given up. Two powers and two weights to tune: not where dice + crossEntropy already finds every class.",
    elsewhere: [
      "`odyssey.ExpLog_loss`: its cross entropy has no power, and the mean over images is inside of the other",
    ],
    example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.9815821352717883 },
  });
