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
  use: "The overlap of masks whose sizes are comparable. Small objects swing wildly, a shape far off counts as much as one just missed: add a surface distance for borders, and objects' metrics for counts.",
  elsewhere: [
    "MONAI `DiceMetric`: a class that the truth lacks is NaN and left out of the means (`ignore_empty`), also where pixels were predicted",
    "SMP `metrics.f1_score`: 0/0 is `zero_division`, 1 unless set; micro averages of nothing are NaN",
    "torchmetrics `DiceScore`: NaN of absent classes is dropped from means",
    "surface-distance `compute_dice_coefficient`: NaN for two empty masks",
    "MetricsReloaded: 1 for two empty masks",
    "scikit-learn `f1_score`: 0/0 is `zero_division`, 0 with a warning unless set",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn }) => (2 * tp) / (2 * tp + fp + fn),
};
