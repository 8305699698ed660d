import type { Metric } from "./metric.ts";

/** Positive likelihood ratio: recall over the false positive rate. Infinity without false positives. */
export const positiveLikelihoodRatio: Metric = {
  kind: "counts",
  name: "positiveLikelihoodRatio",
  aliases: ["lr+"],
  title: "Positive likelihood ratio",
  formula: "(tp / (tp + fn)) / (fp / (fp + tn))",
  reference: "D. G. Altman, J. M. Bland, BMJ 309, 1994",
  range: [0, Infinity],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => tp / (tp + fn) / (fp / (fp + tn)),
};
