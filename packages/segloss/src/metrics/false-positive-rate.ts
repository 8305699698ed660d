import type { Metric } from "./metric.ts";

/** False positive rate, 1 - specificity: the part of the rest that was predicted as the class. */
export const falsePositiveRate: Metric = {
  kind: "counts",
  name: "falsePositiveRate",
  aliases: ["fpr"],
  title: "False positive rate",
  formula: "fp / (fp + tn)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  range: [0, 1],
  best: "low",
  parameters: {},
  from: ({ fp, tn }) => fp / (fp + tn),
};
