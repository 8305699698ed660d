import type { MetricDescription } from "../metric.ts";

/** A metric of probabilities that is a function of its own: what `call` gives. */
export interface ProbabilityFunction extends MetricDescription {
  readonly kind: "probabilityFunction";
  /** How it is called, as code. */
  readonly call: string;
}

/** The metrics of probabilities that look at pairs of pixels, or score labels and images rather than predictions. */
export const probabilityFunctions: readonly ProbabilityFunction[] = [
  {
    kind: "probabilityFunction",
    name: "kernelCalibrationError",
    aliases: ["kce"],
    title: "Kernel calibration error",
    formula: "mean over pairs of pixels of (y_i - p_i) . (y_j - p_j) * exp(-|p_i - p_j| / width)",
    latex: String.raw`\frac{2}{N (N - 1)} \sum_{i < j} (y_i - p_i) \cdot (y_j - p_j) \, e^{-\|p_i - p_j\| / \nu}`,
    reference:
      "D. Widmann and others, Calibration tests in multi-class classification, NeurIPS 2019, https://arxiv.org/abs/1910.11385",
    use: "Calibration of all classes without bins, on some thousand pixels: time is quadratic. 0 on average where calibrated, and may be below.",
    elsewhere: ["MetricsReloaded `kernel_calibration_error`: the same, its `bandwidth_kce` is `width`"],
    range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    best: "low",
    parameters: {},
    call: "kernelCalibrationError(probabilities, truth, { classes: 3 })",
  },
  {
    kind: "probabilityFunction",
    name: "labelQuality",
    aliases: [],
    title: "Label quality score",
    formula: "|p - y| of each pixel, their sum and mean",
    latex: String.raw`\frac{1}{N} \sum_i |p_i - y_i|`,
    reference: "MONAI, https://docs.monai.io/en/stable/metrics.html",
    use: "Choosing labels to look at again, where the network is trusted more than they are. High means bad labels, or a bad network.",
    elsewhere: ['MONAI `label_quality_score(scalar_reduction="sum" | "mean" | "none")`: the same'],
    range: [0, 1],
    best: "low",
    parameters: {},
    call: "labelQuality(probabilities, labels).mean",
  },
  {
    kind: "probabilityFunction",
    name: "predictionVariance",
    aliases: [],
    title: "Variance of repeated predictions",
    formula: "variance over the repeats of each pixel, their sum and mean",
    latex: String.raw`\frac{1}{N} \sum_i \frac{1}{R} \sum_r \left( p_{ri} - \bar{p}_i \right)^2`,
    reference:
      "Y. Gal, Z. Ghahramani, Dropout as a Bayesian approximation, ICML 2016, https://arxiv.org/abs/1506.02142",
    use: "How unsure a network or an ensemble is, for choosing what to label next. It knows no truth.",
    elsewhere: [
      "MONAI `compute_variance`, `VarianceMetric`: the same, each channel of each repeat a repeat; it changes its input where that is 0 or below",
    ],
    range: [0, Number.POSITIVE_INFINITY],
    best: "low",
    parameters: {},
    call: "predictionVariance([first, second, third]).mean",
  },
];
