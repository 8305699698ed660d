import { SKELETONS } from "../kernels/skeletons.ts";
import { defineLoss, type LossFactory } from "./define-loss.ts";

export interface SoftClDiceOptions {
  /** Erosions of the soft skeleton: as many as half of the widest structure has pixels. Default 3. */
  readonly iterations?: number;
  /** Added above and below in both ratios, above 0. Default 1. */
  readonly smooth?: number;
}

/**
 * Soft clDice: one minus the harmonic mean of how much of the predicted skeleton lies in the true mask and how much of
 * the true skeleton lies in the prediction. Skeletons are soft, of 1-D to 3-D images: see the function `skeleton`.
 */
export const softClDice: LossFactory<SoftClDiceOptions> = defineLoss<SoftClDiceOptions>({
  name: "softClDice",
  title: "Soft clDice",
  summary: "1 - harmonic mean of how much of each skeleton lies in the other mask",
  legend: {
    skeleton: "soft skeleton: what openings take away from the mask while it is eroded n times",
    n: "iterations",
    smooth: "added above and below, so that an empty skeleton has a value",
  },
  options: {
    iterations: {
      kind: "number",
      default: 3,
      min: 0,
      max: 100,
      typical: [0, 10],
      step: 1,
      doc: "erosions of the soft skeleton",
    },
    smooth: {
      kind: "number",
      default: 1,
      min: 1e-6,
      typical: [0.01, 10],
      doc: "added to numerators and denominators",
    },
  },
  over: "image",
  classes: "all",
  build({ iterations, smooth }) {
    if (!Number.isInteger(iterations))
      throw new Error(`softClDice: iterations must be a whole number, got ${iterations}.`);
    return {
      formula:
        "1 - 2*precision*sensitivity/(precision + sensitivity)" +
        " where precision = (sum(skeleton(p, n)*y) + smooth)/(sum(skeleton(p, n)) + smooth)," +
        " sensitivity = (sum(skeleton(y, n)*p) + smooth)/(sum(skeleton(y, n)) + smooth)",
      kernels: [SKELETONS],
      parameters: { n: iterations as number, smooth: smooth as number },
    };
  },
  emptyMask:
    "precision = smooth/(sum of the predicted skeleton + smooth), sensitivity = 1; nothing predicted either: 0",
  special: [
    "0 for p = y on hard masks; the same when p and y change places",
    "pixels that are left out are 0 to their neighbours, and in no sum",
    "a line of one pixel's width is its own skeleton",
    "with soft labels its optimum is not p = y",
  ],
  reference: "S. Shit, J. C. Paetzold and others, clDice, CVPR 2021",
  use: "Vessels, roads, nerves: connections count, widths do not. Added to dice (0.5*dice + 0.5*softClDice), since alone it says little about borders. With several classes give background=false: the skeleton of the background means nothing.",
  example: {
    shape: [1, 3, 4, 1],
    logits: [-2, -1, -2, -3, 2, 1, 0.5, 1.5, -1, -3, -2, -2.5],
    targets: [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0],
    value: 0.14700738346378983,
  },
});
