import type { Metric } from "./metric.ts";

/** Negative likelihood ratio: the false negative rate over specificity. */
export const negativeLikelihoodRatio: Metric = {
  kind: "counts",
  name: "negativeLikelihoodRatio",
  aliases: ["lr-"],
  title: "Negative likelihood ratio",
  formula: "(fn / (fn + tp)) / (tn / (tn + fp))",
  reference: "D. G. Altman, J. M. Bland, BMJ 309, 1994",
  range: [0, Infinity],
  best: "low",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => fn / (fn + tp) / (tn / (tn + fp)),
};
