import type { Metric } from "./metric.ts";

/** Negative predictive value: the part of what was left out that is rightly so. */
export const negativePredictiveValue: Metric = {
  kind: "counts",
  name: "negativePredictiveValue",
  aliases: ["npv"],
  title: "Negative predictive value",
  formula: "tn / (tn + fn)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ fn, tn }) => tn / (tn + fn),
};
