import type { Metric } from "./metric.ts";

/** False negative rate, 1 - recall: the part of the truth that was missed. */
export const falseNegativeRate: Metric = {
  kind: "counts",
  name: "falseNegativeRate",
  aliases: ["fnr"],
  title: "False negative rate",
  formula: "fn / (fn + tp)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  range: [0, 1],
  best: "low",
  parameters: {},
  from: ({ tp, fn }) => fn / (fn + tp),
};
