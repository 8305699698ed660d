import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface DiceOptions {
  /** Squares in the denominator, as V-Net has them. Default true. */
  readonly squared?: boolean;
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
  /** Added to the denominator in place of `smooth`, >= 0. Default: as `smooth`. */
  readonly smoothDenominator?: number;
}

/**
 * Dice loss, one minus the soft Dice coefficient (F1): 1 - 2 <p, y> / (|p|^2 + |y|^2), per image and class.
 * `squared: false` has the sums of p and y in the denominator instead. On hard masks both are 1 - Dice exactly.
 */
export const dice: LossFactory<DiceOptions> = defineLoss<DiceOptions>({
  name: "dice",
  title: "Dice loss (F1)",
  summary: "1 - soft Dice coefficient",
  legend: { smooth: "added above and below, so that an empty class is learnt from" },
  options: {
    squared: { kind: "boolean", default: true, doc: "squares of p and y in the denominator (V-Net)" },
    smooth: SMOOTH,
    smoothDenominator: {
      kind: "number",
      default: null,
      min: 0,
      typical: [0, 10],
      doc: "added to the denominator in place of smooth",
    },
  },
  over: "image",
  classes: "all",
  build({ squared, smooth, smoothDenominator }) {
    const size = squared ? "sum(p^2) + sum(y^2)" : "sum(p) + sum(y)";
    const below = smoothDenominator === null ? "smooth" : "smoothDenominator";
    return {
      formula: `1 - (2*sum(p*y) + smooth)/(${size} + ${below})`,
      parameters: {
        smooth: smooth as number,
        ...(smoothDenominator === null ? {} : { smoothDenominator: smoothDenominator as number }),
      },
    };
  },
  emptyMask:
    "no true pixel: 1 whatever is predicted, without a gradient, unless smooth > 0; nothing predicted either: 0",
  special: [
    "on hard masks 1 - Dice = 1 - 2J/(1 + J), J the Jaccard index",
    "tversky with alpha = beta = 1/2 and the same sums (squared: false)",
    "smoothDenominator alone keeps 0/0 away and gives a class that is nowhere the loss 1",
    "smooth = 1 makes a class that is absent push its predictions down",
  ],
  reference: "F. Milletari, N. Navab, S.-A. Ahmadi, V-Net, 3DV 2016; L. R. Dice, Ecology 26, 1945",
  use: "Small foreground: every class counts alike, however small. Noisy gradients on tiny objects; with soft labels its optimum is not p = y.",
  seed: "The article's Dice loss is the score: the loss is one minus it. Its code squares the prediction only, which equals V-Net's squares while labels are 0 or 1, returns the score, and lacks a bracket.",
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.5063687057182394 },
});
