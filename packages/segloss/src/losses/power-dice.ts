import { defineLoss, type LossFactory } from "./define-loss.ts";
import { POWER } from "./power-option.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface PowerDiceOptions {
  /** Power of p and y in the denominator, >= 1. Default 1.5. */
  readonly power?: number;
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/** Power Dice: the Dice loss with p and y to a power in the denominator, between plain sums (1) and squares (2). */
export const powerDice: LossFactory<PowerDiceOptions> = defineLoss<PowerDiceOptions>({
  name: "powerDice",
  title: "Power Dice loss",
  summary: "the Dice loss with powers of p and y in the denominator",
  legend: { power: "exponent of p and y", smooth: "added above and below" },
  options: {
    power: POWER,
    smooth: SMOOTH,
  },
  over: "image",
  classes: "all",
  build: ({ power, smooth }) => ({
    formula: "1 - (2*sum(p*y) + smooth)/(sum(p^power) + sum(y^power) + smooth)",
    parameters: { power: power as number, smooth: smooth as number },
  }),
  emptyMask: "no true pixel: 1 without a gradient unless smooth > 0; nothing predicted either: 0",
  special: [
    "power = 1 and 2 are dice with squared false and true",
    "on hard masks every power gives the same",
  ],
  reference:
    "D. Duque-Arias and others, On power Jaccard losses for semantic segmentation, VISAPP 2021 (Jaccard); exponent of MMSegmentation's DiceLoss",
  use: "The higher the power, the less an undecided p costs in the denominator: a tuning knob between the two usual forms. Powers 1 and 2 are dice: use that.",
  elsewhere: ["none of the libraries read for this catalogue"],
  example: { shape: [1, 2, 1], logits: [0, 2], targets: [1, 0], value: 0.5413240447164349 },
});
