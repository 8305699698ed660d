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
  range: [-1, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) =>
    (tp * tn - fp * fn) / (Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn))),
};
