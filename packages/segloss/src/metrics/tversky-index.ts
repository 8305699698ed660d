import type { Metric } from "./metric.ts";

/**
 * Tversky index: overlap with prices on the two kinds of error. alpha = beta = 1/2 is the Dice
 * coefficient, alpha = beta = 1 the Jaccard index.
 */
export const tverskyIndex: Metric = {
  kind: "counts",
  name: "tverskyIndex",
  aliases: ["tversky"],
  title: "Tversky index",
  formula: "tp / (tp + alpha*fp + beta*fn)",
  reference: "A. Tversky, Psychological Review 84 (4), 1977; S. S. M. Salehi and others, MLMI 2017",
  use: "When false positives and false negatives have prices. alpha prices false positives and beta false negatives, as in the article; alpha + beta = 1 keeps the scale of Dice.",
  elsewhere: [
    "as a loss in MONAI, SMP, kornia and Keras, where Keras 3.15.1 has alpha on the false negatives; none of the libraries read here has it as a metric",
  ],
  range: [0, 1],
  best: "high",
  parameters: {
    alpha: { default: 0.5, meaning: "price of a false positive" },
    beta: { default: 0.5, meaning: "price of a false negative" },
  },
  from: ({ tp, fp, fn }, { alpha, beta }) => tp / (tp + alpha * fp + beta * fn),
};
