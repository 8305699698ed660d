import type { Metric } from "./metric.ts";

/**
 * Net benefit: the share of pixels rightly found less that of false alarms, at the price of one. A perfect prediction has
 * the share of pixels that are true.
 */
export const netBenefit: Metric = {
  kind: "counts",
  name: "netBenefit",
  aliases: ["nb"],
  title: "Net benefit",
  formula: "tp / (tp + fp + fn + tn) - fp / (tp + fp + fn + tn) * exchangeRate",
  latex: String.raw`\frac{\mathrm{tp}}{n} - \frac{\mathrm{fp}}{n} \, \mathrm{exchangeRate}`,
  reference: "A. J. Vickers and others, BMJ 352, 2016",
  use: "Decisions with a price: how many false alarms one right finding is worth. Its best value is the share of true pixels, so it compares methods on one data set only.",
  elsewhere: ["MetricsReloaded `net_benefit_treated`: exchange rate 1 unless set, as here"],
  range: [-Infinity, 1],
  best: "high",
  perfect: ({ tp, fp, fn, tn }) => (tp + fn) / (tp + fp + fn + tn),
  parameters: {
    exchangeRate: { default: 1, meaning: "right findings that one false alarm costs, such as 1/9" },
  },
  from: ({ tp, fp, fn, tn }, { exchangeRate }) =>
    tp / (tp + fp + fn + tn) - (fp / (tp + fp + fn + tn)) * exchangeRate,
};
