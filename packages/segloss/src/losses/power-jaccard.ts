import { defineLoss, type LossFactory } from "./define-loss.ts";
import { POWER } from "./power-option.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface PowerJaccardOptions {
  /** Power of p and y in the denominator, >= 1. Default 1.5. */
  readonly power?: number;
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/** Power Jaccard: the Jaccard loss with p and y to a power in the denominator, between plain sums (1) and squares (2). */
export const powerJaccard: LossFactory<PowerJaccardOptions> = defineLoss<PowerJaccardOptions>({
  name: "powerJaccard",
  title: "Power Jaccard loss",
  summary: "the Jaccard loss with powers of p and y in the denominator",
  legend: { power: "exponent of p and y", smooth: "added above and below" },
  options: {
    power: POWER,
    smooth: SMOOTH,
  },
  over: "image",
  classes: "all",
  build: ({ power, smooth }) => ({
    formula: "1 - (both + smooth)/(sum(p^power) + sum(y^power) - both + smooth) where both = sum(p*y)",
    parameters: { power: power as number, smooth: smooth as number },
  }),
  emptyMask: "no true pixel: 1 without a gradient unless smooth > 0; nothing predicted either: 0",
  special: [
    "power = 1 and 2 are jaccard with squared false and true",
    "on hard masks every power gives the same",
  ],
  reference: "D. Duque-Arias and others, On power Jaccard losses for semantic segmentation, VISAPP 2021",
  use: "The higher the power, the less an undecided p costs in the denominator: a tuning knob between the two usual forms. Power 1 is jaccard: use that.",
  elsewhere: ["none of the libraries read for this catalogue"],
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.7024143256209632 },
});
