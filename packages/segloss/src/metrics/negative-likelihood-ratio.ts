import type { Metric } from "./metric.ts";

/** Negative likelihood ratio: the false negative rate over specificity. */
export const negativeLikelihoodRatio: Metric = {
  kind: "counts",
  name: "negativeLikelihoodRatio",
  aliases: ["lr-"],
  title: "Negative likelihood ratio",
  formula: "(fn / (fn + tp)) / (tn / (tn + fp))",
  reference: "D. G. Altman, J. M. Bland, BMJ 309, 1994",
  use: "By how much a negative pixel lowers the odds of the class. 0 is best.",
  elsewhere: [
    "SMP `metrics.negative_likelihood_ratio`: 0/0 is `zero_division`, 1 unless set",
    "scikit-learn `class_likelihood_ratios`",
  ],
  range: [0, Infinity],
  best: "low",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => fn / (fn + tp) / (tn / (tn + fp)),
};
