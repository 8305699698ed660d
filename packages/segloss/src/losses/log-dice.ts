import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface LogDiceOptions {
  /** Squares in the denominator. Default false. */
  readonly squared?: boolean;
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
  /** Scores below this one count as it, in (0, 1]. Default 1e-7. */
  readonly floor?: number;
}

/** Log Dice: minus the logarithm of the soft Dice coefficient, per image and class. */
export const logDice: LossFactory<LogDiceOptions> = defineLoss<LogDiceOptions>({
  name: "logDice",
  title: "Log Dice loss",
  summary: "minus the logarithm of the soft Dice coefficient",
  legend: { smooth: "added above and below", floor: "smallest score whose logarithm is taken" },
  options: {
    squared: { kind: "boolean", default: false, doc: "squares of p and y in the denominator (V-Net)" },
    smooth: SMOOTH,
    floor: {
      kind: "number",
      default: 1e-7,
      min: 1e-30,
      max: 1,
      typical: [1e-7, 0.1],
      doc: "smallest score whose logarithm is taken",
    },
  },
  over: "image",
  classes: "all",
  build: ({ squared, smooth, floor }) => ({
    formula:
      "-log(max((2*sum(p*y) + smooth)/(size + smooth), floor))" +
      ` where size = ${squared ? "sum(p^2) + sum(y^2)" : "sum(p) + sum(y)"}`,
    parameters: { smooth: smooth as number, floor: floor as number },
  }),
  emptyMask: "no true pixel: -log(floor) without a gradient unless smooth > 0; nothing predicted either: 0",
  special: ["exp(-loss) is the Dice coefficient", "near a perfect mask the same as the Dice loss"],
  reference: "log_loss of segmentation_models.pytorch; K. C. L. Wong and others, MICCAI 2018, has its powers",
  use: "Steeper than Dice while the overlap is poor, so small objects are found sooner; noisier for the same reason.",
  elsewhere: ["`smp.DiceLoss(log_loss=true)`: over the batch"],
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.8674353383280441 },
});
