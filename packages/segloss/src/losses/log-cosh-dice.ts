import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface LogCoshDiceOptions {
  /** Squares in the denominator. Default false. */
  readonly squared?: boolean;
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/** Log-cosh Dice: log cosh of the Dice loss, half its square near 0 and almost straight above, per image and class. */
export const logCoshDice: LossFactory<LogCoshDiceOptions> = defineLoss<LogCoshDiceOptions>({
  name: "logCoshDice",
  title: "Log-cosh Dice loss",
  summary: "log cosh of the Dice loss",
  legend: { smooth: "added above and below, so that an empty class is learnt from" },
  options: {
    squared: { kind: "boolean", default: false, doc: "squares of p and y in the denominator (V-Net)" },
    smooth: SMOOTH,
  },
  over: "image",
  classes: "all",
  build: ({ squared, smooth }) => ({
    formula:
      "log(cosh(1 - (2*sum(p*y) + smooth)/(size + smooth)))" +
      ` where size = ${squared ? "sum(p^2) + sum(y^2)" : "sum(p) + sum(y)"}`,
    parameters: { smooth: smooth as number },
  }),
  emptyMask:
    "no true pixel: log cosh 1 = 0.43 without a gradient unless smooth > 0; nothing predicted either: 0",
  special: ["slope tanh of the Dice loss: at most 0.76 of Dice's", "at most log cosh 1 = 0.4338"],
  reference: "S. Jadon, A survey of loss functions for semantic segmentation, CIBCB 2020",
  use: "A Dice loss whose gradient fades near a perfect mask: calmer at the end of training.",
  elsewhere: ["none of the libraries read for this catalogue"],
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.15952330937957207 },
});
