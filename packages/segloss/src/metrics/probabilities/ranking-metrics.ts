import { atLeast } from "../at-least.ts";
import type { MetricDescription } from "../metric.ts";
import type { ThresholdCurve } from "./ranking.ts";

/** A metric of how probabilities order the pixels. NaN where a class has no pixel, or every pixel. */
export interface RankingMetric extends MetricDescription {
  readonly kind: "ranking";
  from(curve: ThresholdCurve, parameters: Readonly<Record<string, number>>): number;
}

const RELOADED = "L. Maier-Hein and others, Metrics reloaded, Nature Methods 21, 2024";

export const rocAuc: RankingMetric = {
  kind: "ranking",
  name: "rocAuc",
  aliases: ["auroc", "auc"],
  title: "Area under the ROC curve",
  formula: "probability that a pixel of the class is ranked above another one, ties half",
  latex: String.raw`\frac{1}{|P| |N|} \sum_{i \in P} \sum_{j \in N} \left( [p_i > p_j] + \frac{1}{2} [p_i = p_j] \right)`,
  reference: "J. A. Hanley, B. J. McNeil, Radiology 143 (1), 1982",
  use: "Whether the order of the probabilities is right, whatever the threshold. A large background makes it look good: beside `pixelAveragePrecision`.",
  elsewhere: [
    'scikit-learn `roc_auc_score`, MONAI `ROCAUCMetric`: the same; of several classes their mean is `average="macro"`',
    "MetricsReloaded `auroc`: the same up to 1500 different probabilities, fewer thresholds beyond",
  ],
  range: [0, 1],
  best: "high",
  parameters: {},
  from({ tp, fp, positives, negatives }) {
    let pairs = 0;
    fp.forEach((count, k) => {
      const [before, above] = k > 0 ? [fp[k - 1], tp[k - 1]] : [0, 0];
      pairs += (count - before) * (above + tp[k]);
    });
    return pairs / 2 / (positives * negatives);
  },
};

export const pixelAveragePrecision: RankingMetric = {
  kind: "ranking",
  name: "pixelAveragePrecision",
  aliases: ["auprc", "pixelAP"],
  title: "Average precision of the pixels",
  formula: "sum over thresholds of (recall - recall before) * precision",
  latex: String.raw`\sum_k (R_k - R_{k-1}) \, Q_k`,
  reference: "M. Zhu, Recall, Precision and Average Precision, University of Waterloo, 2004",
  use: "A small class in a large background, where the ROC curve is always good. A class of no use scores the share of its pixels.",
  elsewhere: [
    "scikit-learn `average_precision_score`, MONAI `AveragePrecisionMetric`: steps, as here",
    "MetricsReloaded `average_precision`: straight lines between the points and precision 1 at recall 0, `lines` 1 here",
  ],
  range: [0, 1],
  best: "high",
  parameters: { lines: { default: 0, max: 1, meaning: "0: steps, 1: straight lines between the points" } },
  from({ tp, fp, positives }, { lines = 0 }) {
    let area = 0;
    let [recall, precision] = [0, 1];
    tp.forEach((right, k) => {
      const [r, q] = [right / positives, right / (right + fp[k])];
      area += (r - recall) * (lines > 0 ? (q + precision) / 2 : q);
      [recall, precision] = [r, q];
    });
    return positives === 0 ? Number.NaN : area;
  },
};

/** The best of one rate over the thresholds at which another reaches a value; nothing predicted is one of them. */
function bestAt(
  { tp, fp, positives, negatives }: ThresholdCurve,
  rate: keyof Rates,
  given: keyof Rates,
  least: number,
): number {
  let best = Number.NaN;
  for (let k = -1; k < tp.length; k++) {
    const [right, wrong] = k < 0 ? [0, 0] : [tp[k], fp[k]];
    const rates: Rates = {
      sensitivity: right / positives,
      specificity: (negatives - wrong) / negatives,
      precision: k < 0 ? 1 : right / (right + wrong),
    };
    if (atLeast(rates[given], least) && !(rates[rate] <= best)) best = rates[rate];
  }
  return best;
}

interface Rates {
  readonly sensitivity: number;
  readonly specificity: number;
  readonly precision: number;
}

function rateAt(
  name: string,
  title: string,
  rate: keyof Rates,
  given: keyof Rates,
  use: string,
  theirs: string,
): RankingMetric {
  return {
    ...{ kind: "ranking", name, aliases: [], title },
    formula: `the greatest ${rate} at a threshold where ${given} >= least`,
    latex: String.raw`\max \{ \mathrm{${rate}}(\tau) : \mathrm{${given}}(\tau) \ge \mathrm{least} \}`,
    reference: RELOADED,
    use,
    elsewhere: [
      `MetricsReloaded \`${theirs}\`: at 0.8 unless set, as here; up to 1500 different probabilities the same`,
    ],
    range: [0, 1],
    best: "high",
    parameters: { least: { default: 0.8, max: 1, meaning: `${given} that must be reached, also at ties` } },
    from: (curve, { least = 0.8 }) => bestAt(curve, rate, given, least),
  };
}

export const sensitivityAtSpecificity: RankingMetric = rateAt(
  "sensitivityAtSpecificity",
  "Sensitivity at a specificity",
  "sensitivity",
  "specificity",
  "What is found if no more than a share of the background may be wrong. One point of the ROC curve: its noise is that of one threshold.",
  "sensitivity_at_specificity",
);

export const specificityAtSensitivity: RankingMetric = rateAt(
  "specificityAtSensitivity",
  "Specificity at a sensitivity",
  "specificity",
  "sensitivity",
  "What finding enough costs in false alarms. One point of the ROC curve; a large background hides many wrong pixels in it.",
  "specificity_at_sensitivity",
);

export const sensitivityAtPrecision: RankingMetric = rateAt(
  "sensitivityAtPrecision",
  "Sensitivity at a precision",
  "sensitivity",
  "precision",
  "What is found if most of what is predicted has to be right. A lucky first pixel can decide it where the class is small.",
  "sensitivity_at_ppv",
);

export const precisionAtSensitivity: RankingMetric = rateAt(
  "precisionAtSensitivity",
  "Precision at a sensitivity",
  "precision",
  "sensitivity",
  "How right a prediction is that finds enough. Depends on how common the class is.",
  "ppv_at_sensitivity",
);

/** The metrics of rankings, in the order in which they are listed to people. */
export const rankingMetrics: readonly RankingMetric[] = [
  rocAuc,
  pixelAveragePrecision,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
  sensitivityAtPrecision,
  precisionAtSensitivity,
];
