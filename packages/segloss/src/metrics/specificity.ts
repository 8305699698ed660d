import type { Metric } from "./metric.ts";

/** Specificity: the part of what is not the class that was not predicted as it. */
export const specificity: Metric = {
  kind: "counts",
  name: "specificity",
  aliases: ["tnr"],
  title: "Specificity",
  formula: "tn / (tn + fp)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tn, fp }) => tn / (tn + fp),
};
