import { defineLoss, type LossFactory } from "./define-loss.ts";
import { SMOOTH } from "./smooth-option.ts";

/** 1/area^2, 1/area, or 1 for every class. */
export type DiceWeights = "square" | "simple" | "uniform";
/** What an absent class weighs: as if it had one pixel, or as much as the heaviest class that is present. */
export type AbsentClasses = "one" | "heaviest";

export interface GeneralizedDiceOptions {
  /** Weight of a class by its area. Default "square". */
  readonly weights?: DiceWeights;
  /** Weight of a class without a true pixel. Default "heaviest". */
  readonly absent?: AbsentClasses;
  /** Added to numerator and denominator, >= 0. Default 0. */
  readonly smooth?: number;
}

/**
 * Generalised Dice: one Dice of all classes together, each class weighted by the inverse square of its area, so that
 * small classes count like large ones.
 */
export const generalizedDice: LossFactory<GeneralizedDiceOptions> = defineLoss<GeneralizedDiceOptions>({
  name: "generalizedDice",
  title: "Generalised Dice loss",
  summary: "one Dice of all classes, each weighted by the inverse square of its area",
  legend: {
    v: "weight of the class",
    area: "true pixels of the class",
    largest: "the largest value of the classes",
    smooth: "added above and below",
  },
  options: {
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
  build: ({ weights, absent, smooth }) => ({
    formula:
      "1 - (2*total(v*sum(p*y)) + smooth)/(total(v*(sum(p) + sum(y))) + smooth)" +
      ` where ${classVolumes(weights as DiceWeights, absent as AbsentClasses)}`,
    parameters: { smooth: smooth as number },
  }),
  emptyMask: "a single channel: 1 without a gradient unless smooth > 0; 0 when nothing is predicted either",
  special: [
    'weights "uniform" is dice with pooled true and squared false',
    "one channel: the weight cancels, and it is dice with squared false",
  ],
  reference:
    "C. H. Sudre and others, Generalised Dice overlap as a loss function for highly unbalanced segmentations, DLMIA 2017",
  use: "Classes of very different sizes. One tiny class can outweigh the rest: with single pixels prefer weights simple, or dice.",
  example: { shape: [1, 3, 2], logits: [0, 1, 2, 0, 1, -1], targets: [1, 0, 0], value: 0.21302087275560322 },
});

/** Definitions of `v` and what it needs; absent classes never divide by zero, and where all are absent each weighs 1. */
export function classVolumes(weights: DiceWeights, absent: AbsentClasses): string {
  if (weights === "uniform") return "v = 1";
  const power = weights === "square" ? "^2" : "";
  if (absent === "one") return `v = 1/max(area, 1 - step(area))${power}, area = sum(y)`;
  return `v = u + (1 - step(area))*max(top, 1 - step(top)), top = largest(u), u = step(area)/max(area, 1 - step(area))${power}, area = sum(y)`;
}
