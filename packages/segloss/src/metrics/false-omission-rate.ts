import type { Metric } from "./metric.ts";

/**
 * False omission rate, 1 - negative predictive value: the part of what was left out that belongs to it.
 */
export const falseOmissionRate: Metric = {
  kind: "counts",
  name: "falseOmissionRate",
  aliases: ["for"],
  title: "False omission rate",
  formula: "fn / (fn + tn)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  range: [0, 1],
  best: "low",
  parameters: {},
  from: ({ fn, tn }) => fn / (fn + tn),
};
