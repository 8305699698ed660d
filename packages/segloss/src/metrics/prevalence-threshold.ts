import type { Metric } from "./metric.ts";

/** Prevalence threshold: how common the class must be for a positive pixel to be worth believing. */
export const prevalenceThreshold: Metric = {
  kind: "counts",
  name: "prevalenceThreshold",
  aliases: ["pt"],
  title: "Prevalence threshold",
  formula: "sqrt(fp / (fp + tn)) / (sqrt(tp / (tp + fn)) + sqrt(fp / (fp + tn)))",
  reference: "J. Balayla, PLOS ONE 15 (10), 2020",
  range: [0, 1],
  best: "low",
  parameters: {},
  from: ({ tp, fp, fn, tn }) =>
    Math.sqrt(fp / (fp + tn)) / (Math.sqrt(tp / (tp + fn)) + Math.sqrt(fp / (fp + tn))),
};
