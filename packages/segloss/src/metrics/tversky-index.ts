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
  range: [0, 1],
  best: "high",
  parameters: {
    alpha: { default: 0.5, meaning: "price of a false positive" },
    beta: { default: 0.5, meaning: "price of a false negative" },
  },
  from: ({ tp, fp, fn }, { alpha, beta }) => tp / (tp + alpha * fp + beta * fn),
};
