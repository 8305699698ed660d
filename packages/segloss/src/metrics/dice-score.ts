import type { Metric } from "./metric.ts";

/**
 * Dice coefficient, the F1 score of the pixels: twice the overlap of prediction and truth over the sum of
 * their sizes. DC = 2J / (1 + J) with the Jaccard index J, and DC >= J.
 */
export const diceScore: Metric = {
  kind: "counts",
  name: "diceScore",
  aliases: ["dice", "f1"],
  title: "Dice coefficient (F1)",
  formula: "2*tp / (2*tp + fp + fn)",
  reference: "L. R. Dice, Ecology 26 (3), 1945; T. Sørensen, Biologiske Skrifter 5 (4), 1948",
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn),
};
