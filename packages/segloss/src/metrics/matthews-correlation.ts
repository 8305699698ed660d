import type { Metric } from "./metric.ts";

/**
 * Matthews correlation: the correlation of predicted and true pixels, 0 for chance, -1 for the opposite.
 * The same when the class and its rest are exchanged. All classes at once: `multiclassCorrelation`.
 */
export const matthewsCorrelation: Metric = {
  kind: "counts",
  name: "matthewsCorrelation",
  aliases: ["mcc", "phi"],
  title: "Matthews correlation coefficient",
  formula: "(tp*tn - fp*fn) / (sqrt((tp + fp)*(tp + fn)) * sqrt((tn + fp)*(tn + fn)))",
  reference: "B. W. Matthews, Biochimica et Biophysica Acta 405 (2), 1975",
  use: "One number for a class against the rest that takes all four counts: chance is 0 whatever the class's size, and exchanging class and rest changes nothing. Unlike Dice it depends on how much background there is.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("matthews correlation coefficient")`: NaN where the denominator is 0, and such classes and images are left out of its means; its product of four sums is taken before the root',
    "scikit-learn `matthews_corrcoef`: 0 where a row or column is empty; of several classes it is `multiclassCorrelation` here",
    "MetricsReloaded",
  ],
  range: [-1, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) =>
    (tp * tn - fp * fn) / (Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn))),
};
