import { defineLoss, type LossFactory } from "./define-loss.ts";
import { type AbsentClasses, classVolumes, type DiceWeights } from "./generalized-dice.ts";
import { SMOOTH } from "./smooth-option.ts";

export interface PenaltyDiceOptions {
  /** Strength of the penalty, >= 0. Default 2.5. */
  readonly k?: number;
  /** Weight of a class by its area. Default "square". */
  readonly weights?: DiceWeights;
  /** Weight of a class without a true pixel. Default "heaviest". */
  readonly absent?: AbsentClasses;
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/** Penalty Dice: 1 - G/(1 + k (1 - G)) with G the generalised Dice coefficient: the same optimum, steeper near it. */
export const penaltyDice: LossFactory<PenaltyDiceOptions> = defineLoss<PenaltyDiceOptions>({
  name: "penaltyDice",
  title: "Penalty Dice loss",
  summary: "generalised Dice, with a penalty k on what is missed or wrong",
  legend: {
    k: "strength of the penalty",
    score: "generalised Dice coefficient",
    v: "weight of the class",
    area: "true pixels of the class",
  },
  options: {
    k: { kind: "number", default: 2.5, min: 0, typical: [0, 10], doc: "strength of the penalty" },
    weights: {
      kind: "choice",
      default: "square",
      choices: ["square", "simple", "uniform"],
      doc: "1/area^2, 1/area, or 1",
    },
    absent: {
      kind: "choice",
      default: "heaviest",
      choices: ["one", "heaviest"],
      doc: "weight of an absent class: as if it had one pixel, or that of the heaviest class present",
    },
    smooth: SMOOTH,
  },
  over: "image",
  classes: "all",
  build: ({ k, weights, absent, smooth }) => ({
    formula:
      "1 - score/(1 + k*(1 - score))" +
      " where score = (2*total(v*sum(p*y)) + smooth)/(total(v*(sum(p) + sum(y))) + smooth)," +
      ` ${classVolumes(weights as DiceWeights, absent as AbsentClasses)}`,
    parameters: { k: k as number, smooth: smooth as number },
  }),
  emptyMask: "as generalizedDice: 1 without a gradient unless smooth > 0; 0 when nothing is predicted either",
  special: [
    "k = 0 is generalizedDice",
    "with k = 1 and plain Dice it is the Jaccard loss: G/(2 - G)",
    "SegLossOdyssey applies the penalty to the loss instead of the coefficient: another function",
  ],
  reference:
    "S. Yang, J. Kweon, Y.-H. Kim, Major vessel segmentation on X-ray coronary angiography, MIDL 2019",
  use: "Where Dice is already high and the last errors should cost more. Not from the start: far from the mask its slope is 1/(1 + k) of generalizedDice's.",
  elsewhere: [
    "`odyssey.PenaltyGDiceLoss`: the penalty is applied to minus the score, which is another function",
  ],
  example: {
    options: { k: 2.5 },
    shape: [1, 3, 2],
    logits: [0, 1, 2, 0, 1, -1],
    targets: [1, 0, 0],
    value: 0.4864911377605594,
  },
});
