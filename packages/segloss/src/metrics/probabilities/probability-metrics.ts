import type { MetricDescription } from "../metric.ts";
import type { ProbabilityScores } from "./calibration.ts";

/** A metric of probabilities: one of the scores that `calibration` gives. */
export interface ProbabilityMetric extends MetricDescription {
  readonly kind: "probability";
  from(scores: ProbabilityScores): number;
}

/** The metrics of probabilities, in the order in which they are listed to people. */
export const probabilityMetrics: readonly ProbabilityMetric[] = [
  {
    kind: "probability",
    name: "brierScore",
    aliases: ["brier"],
    title: "Brier score",
    formula: "mean(total((p - y)^2)); of one probability mean((p - y)^2)",
    latex: String.raw`\frac{1}{N} \sum_i \sum_c (p_{ic} - y_{ic})^2`,
    reference: "G. W. Brier, Monthly Weather Review 78, 1950",
    use: "Whether probabilities are right, sharpness and calibration together, bounded even where the network is sure and wrong. Dominated by easy background.",
    elsewhere: ["scikit-learn `brier_score_loss`: the same of one probability", "MetricsReloaded"],
    range: [0, 2],
    best: "low",
    parameters: {},
    from: ({ brier }) => brier,
  },
  {
    kind: "probability",
    name: "logLoss",
    aliases: ["nll"],
    title: "Log loss",
    formula: "mean(-log(p of the true class))",
    latex: String.raw`-\frac{1}{N} \sum_i \log p_{i, y_i}`,
    reference: "I. J. Good, Rational Decisions, Journal of the Royal Statistical Society B 14 (1), 1952",
    use: "The cross entropy as a metric: punishes being sure and wrong without bound. Infinite where a true class had probability 0, since nothing is clipped.",
    elsewhere: [
      "scikit-learn `log_loss`: clips probabilities at the machine precision",
      "Keras `CategoricalCrossentropy`: clips at 1e-7",
    ],
    range: [0, Number.POSITIVE_INFINITY],
    best: "low",
    parameters: {},
    from: ({ logLoss }) => logLoss,
  },
  {
    kind: "probability",
    name: "expectedCalibrationError",
    aliases: ["ece"],
    title: "Expected calibration error",
    formula: "sum over bins of |right - sum of confidence| / n",
    latex: String.raw`\sum_b \frac{n_b}{N} \left| \mathrm{acc}_b - \mathrm{conf}_b \right|`,
    reference:
      "C. Guo and others, On Calibration of Modern Neural Networks, ICML 2017, https://arxiv.org/abs/1706.04599",
    use: "Whether 90 % sure means right in 90 % of cases. 0 for a network that says the share of the class everywhere, so never alone; depends on the bins.",
    elsewhere: [
      "torchmetrics `CalibrationError`: 15 bins, norm l1, as here",
      "JDTLosses: per data set or averaged over images",
      "MetricsReloaded",
    ],
    range: [0, 1],
    best: "low",
    parameters: {},
    from: ({ expectedCalibrationError }) => expectedCalibrationError,
  },
  {
    kind: "probability",
    name: "maximumCalibrationError",
    aliases: ["mce"],
    title: "Maximum calibration error",
    formula: "max over bins of |right - sum of confidence| / pixels of the bin",
    latex: String.raw`\max_b \left| \mathrm{acc}_b - \mathrm{conf}_b \right|`,
    reference:
      "M. P. Naeini and others, Obtaining Well Calibrated Probabilities Using Bayesian Binning, AAAI 2015",
    use: "The worst bin, where a wrong confidence is dangerous. A bin with few pixels can decide it.",
    elsewhere: ['torchmetrics `CalibrationError(norm="max")`', "MetricsReloaded"],
    range: [0, 1],
    best: "low",
    parameters: {},
    from: ({ maximumCalibrationError }) => maximumCalibrationError,
  },
];
