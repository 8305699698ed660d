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
    elsewhere: [
      "scikit-learn `brier_score_loss`: the same of one probability",
      "MetricsReloaded `brier_score`: the sum over all classes, two of which are twice the score of one probability",
    ],
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
      "MetricsReloaded `negative_log_likelihood`: the same; its `logarithmic_score` has the other sign and adds 1e-10",
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
      'torchmetrics `CalibrationError(task="multiclass", n_bins=15, norm="l1")`: the same, but that an edge belongs to the upper bin and 1 to one of its own; `task="binary"` is `of: "class"` here',
      'MetricsReloaded `expectation_calibration_error`: of the foreground\'s probability, `of: "class"` with one probability, 10 bins; a probability of 0 is in no bin there',
      'MetricsReloaded `class_wise_expectation_calibration_error` and later MONAI `CalibrationErrorMetric(calibration_reduction="expected")`: `of: "class"`, `classes` has each',
      "JDTLosses: per data set or averaged over images",
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
    elsewhere: [
      'torchmetrics `CalibrationError(norm="max")`: multiclass the same but for edges, binary with `of: "class"`',
      'MetricsReloaded `maximum_calibration_error` and later MONAI `CalibrationErrorMetric(calibration_reduction="maximum")`: `of: "class"`',
    ],
    range: [0, 1],
    best: "low",
    parameters: {},
    from: ({ maximumCalibrationError }) => maximumCalibrationError,
  },
  {
    kind: "probability",
    name: "rootMeanSquareCalibrationError",
    aliases: ["rmsce"],
    title: "Root mean square calibration error",
    formula: "sqrt(sum over bins of (right - sum of confidence)^2 / pixels of the bin / n)",
    latex: String.raw`\sqrt{\sum_b \frac{n_b}{N} \left( \mathrm{acc}_b - \mathrm{conf}_b \right)^2}`,
    reference:
      "A. Kumar and others, Verified Uncertainty Calibration, NeurIPS 2019, https://arxiv.org/abs/1909.10155",
    use: "Between the expected and the maximum error: a bin that is far off weighs more. Never below the expected one.",
    elsewhere: [
      'torchmetrics `CalibrationError(norm="l2")`: multiclass the same but for edges, binary with `of: "class"`',
    ],
    range: [0, 1],
    best: "low",
    parameters: {},
    from: ({ rootMeanSquareCalibrationError }) => rootMeanSquareCalibrationError,
  },
  {
    kind: "probability",
    name: "averageCalibrationError",
    aliases: ["ace"],
    title: "Average calibration error",
    formula: "mean over bins with pixels of |right - sum of confidence| / pixels of the bin",
    latex: String.raw`\frac{1}{|\{b : n_b > 0\}|} \sum_b \left| \mathrm{acc}_b - \mathrm{conf}_b \right|`,
    reference:
      "L. Neumann and others, Relaxed Softmax, NeurIPS workshop on machine learning for intelligent transportation systems, 2018",
    use: "Segmentation, where nearly all pixels are in the last bin and the expected error sees no other. Bins of few pixels are noise in it.",
    elsewhere: [
      'later MONAI `CalibrationErrorMetric(calibration_reduction="average")`: of each class, `of: "class"` here',
    ],
    range: [0, 1],
    best: "low",
    parameters: {},
    from: ({ averageCalibrationError }) => averageCalibrationError,
  },
  {
    kind: "probability",
    name: "topLabelCalibrationError",
    aliases: ["tce"],
    title: "Top-label calibration error",
    formula: "sqrt(mean((greatest p - share of its class in the truth)^2))",
    latex: String.raw`\sqrt{\frac{1}{N} \sum_i \left( \max_c p_{ic} - \pi_{\hat{c}(i)} \right)^2}`,
    reference: "L. Maier-Hein and others, Metrics reloaded, Nature Methods 21, 2024",
    use: "Only to compare with figures of MetricsReloaded: a network that is sure and right has an error here, since the share of the class is that of the whole truth.",
    elsewhere: ["MetricsReloaded `top_label_classification_error`: the same"],
    range: [0, 1],
    best: "low",
    parameters: {},
    from: ({ topLabelCalibrationError }) => topLabelCalibrationError,
  },
  {
    kind: "probability",
    name: "rootBrierScore",
    aliases: ["rbs"],
    title: "Root Brier score",
    formula: "sqrt(mean(total((p - y)^2)))",
    latex: String.raw`\sqrt{\frac{1}{N} \sum_i \sum_c (p_{ic} - y_{ic})^2}`,
    reference:
      "S. Gruber, F. Buettner, Better Uncertainty Calibration via Proper Scores, NeurIPS 2022, https://arxiv.org/abs/2203.07835",
    use: "The Brier score in the unit of a probability; an upper bound of calibration errors that needs no bins.",
    elsewhere: ["MetricsReloaded `root_brier_score`: the same of all classes"],
    range: [0, Math.SQRT2],
    best: "low",
    parameters: {},
    from: ({ brier }) => Math.sqrt(brier),
  },
];
