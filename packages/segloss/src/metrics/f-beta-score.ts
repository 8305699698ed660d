import type { Metric } from "./metric.ts";

/** F-beta: weighted harmonic mean of precision and recall, recall weighing beta^2 times precision. */
export const fBetaScore: Metric = {
  kind: "counts",
  name: "fBetaScore",
  aliases: ["fbeta"],
  title: "F-beta",
  formula: "(1 + beta^2)*tp / ((1 + beta^2)*tp + fp + beta^2*fn)",
  reference: "C. J. van Rijsbergen, Information Retrieval, 2nd edition, 1979, chapter 7",
  use: "Dice with a say in what is worse: beta 2 where misses are, beta 1/2 where false alarms are. `tverskyIndex` sets both prices freely.",
  elsewhere: [
    "MONAI `FBetaScore`",
    "SMP `metrics.fbeta_score`: 0/0 is `zero_division`, 1 unless set",
    "scikit-learn `fbeta_score`: 0/0 is `zero_division`, 0 with a warning unless set",
  ],
  range: [0, 1],
  best: "high",
  parameters: { beta: { default: 1, meaning: "how many times recall matters more than precision" } },
  from: ({ tp, fp, fn }, { beta }) => ((1 + beta ** 2) * tp) / ((1 + beta ** 2) * tp + fp + beta ** 2 * fn),
};
