import type { Metric } from "./metric.ts";

/** Specificity: the part of what is not the class that was not predicted as it. */
export const specificity: Metric = {
  kind: "counts",
  name: "specificity",
  aliases: ["tnr"],
  title: "Specificity",
  formula: "tn / (tn + fp)",
  reference: "J. Yerushalmy, Public Health Reports 62 (40), 1947",
  use: "When the background is a class of its own that must be kept clean. Near 1 for any small object, so it hardly tells two segmentations of it apart.",
  elsewhere: [
    'MONAI `ConfusionMatrixMetric("specificity")`: NaN where the denominator is 0, and such classes and images are left out of its means',
    "SMP `metrics.specificity`: 0/0 is `zero_division`, 1 unless set",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from: ({ tn, fp }) => tn / (tn + fp),
};
