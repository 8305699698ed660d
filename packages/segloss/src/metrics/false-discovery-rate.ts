import type { Metric } from "./metric.ts";

/** False discovery rate, 1 - precision: the part of the prediction that is wrong. */
export const falseDiscoveryRate: Metric = {
  kind: "counts",
  name: "falseDiscoveryRate",
  aliases: ["fdr"],
  title: "False discovery rate",
  formula: "fp / (fp + tp)",
  reference: "Y. Benjamini, Y. Hochberg, Journal of the Royal Statistical Society B 57 (1), 1995",
  range: [0, 1],
  best: "low",
  parameters: {},
  from: ({ tp, fp }) => fp / (fp + tp),
};
