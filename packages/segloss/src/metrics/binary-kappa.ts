import type { Metric } from "./metric.ts";

/**
 * Cohen's kappa of one class against the rest: agreement beyond what two raters with these areas have by
 * chance. All classes at once, also weighted: `cohenKappa`.
 */
export const binaryKappa: Metric = {
  kind: "counts",
  name: "binaryKappa",
  aliases: [],
  title: "Cohen's kappa of one class against the rest",
  formula: "2*(tp*tn - fp*fn) / ((tp + fp)*(fp + tn) + (tp + fn)*(fn + tn))",
  reference: "J. Cohen, Educational and Psychological Measurement 20 (1), 1960",
  use: "To compare with how well two people agree: agreement beyond chance. It depends on how common the class is, so values of different data do not compare.",
  elsewhere: ["scikit-learn `cohen_kappa_score` of a class against the rest", "MetricsReloaded"],
  range: [-1, 1],
  best: "high",
  parameters: {},
  from: ({ tp, fp, fn, tn }) => (2 * (tp * tn - fp * fn)) / ((tp + fp) * (fp + tn) + (tp + fn) * (fn + tn)),
};
