import type { Metric } from "./metric.ts";

/** Positive likelihood ratio: recall over the false positive rate. Infinity without false positives. */
export const positiveLikelihoodRatio: Metric = {
  kind: "counts",
  name: "positiveLikelihoodRatio",
  aliases: ["lr+"],
  title: "Positive likelihood ratio",
  formula: "(tp / (tp + fn)) / (fp / (fp + tn))",
  reference: "D. G. Altman, J. M. Bland, BMJ 309, 1994",
  use: "By how much a positive pixel raises the odds of the class. Infinite without false positives, so means of it are.",
  elsewhere: [
    "SMP `metrics.positive_likelihood_ratio`: 0/0 is `zero_division`, 1 unless set",
    "MetricsReloaded",
    "scikit-learn `class_likelihood_ratios`: NaN without false positives",
  ],
  range: [0, Infinity],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => tp / (tp + fn) / (fp / (fp + tn)),
};
