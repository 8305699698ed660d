import {
  accuracy,
  balancedAccuracy,
  type ClassCounts,
  diceScore,
  falseDiscoveryRate,
  falseNegativeRate,
  falseOmissionRate,
  falsePositiveRate,
  fBetaScore,
  fowlkesMallows,
  informedness,
  jaccardIndex,
  type Metric,
  markedness,
  matthewsCorrelation,
  negativePredictiveValue,
  pooledCounts,
  precision,
  prevalenceThreshold,
  recall,
  specificity,
} from "segloss/metrics";
import { type LabelPair, labelsOf, maskCounts, maskScore, meanOf, named } from "../../metric-call.ts";
import type { Nested, PeerCase } from "../../peer-case.ts";
import type { Convention, PeerCall, PeerLibrary } from "../../peer-library.ts";
import { pooled, reduced, rows } from "./monai-channels.ts";
import { generalizedDice, labelQualityScore, variance } from "./monai-maps.ts";
import { panopticOfClasses, panopticOfObjects } from "./monai-objects.ts";
import { EPSILON, RELOADED_BINARY, reloadedCategorical } from "./monai-reloaded.ts";
import { MONAI_SURFACES } from "./monai-surfaces.ts";

interface Options {
  readonly include_background?: boolean;
  readonly ignore_empty?: boolean;
  readonly reduction?: string;
  readonly metric_name?: string;
  readonly isnan?: boolean;
  readonly compute_sample?: boolean;
  readonly beta?: number;
}

const isEmpty = ({ truth }: LabelPair): boolean => !truth.some((x) => x !== 0);

/** Dice and IoU: MONAI leaves classes out that are not in the truth, unless ignore_empty=False. */
const overlap =
  (metric: Metric, how?: string): PeerCall =>
  (each) => {
    const { ignore_empty = true, reduction = how, isnan } = each.options as Options;
    const values = rows(each).map((row) =>
      row.map((pair) => (ignore_empty && isEmpty(pair) ? Number.NaN : maskScore(metric, pair))),
    );
    return isnan ? values.map((row) => row.map(Number.isNaN)) : reduced(values, reduction);
  };

const RATES: readonly (readonly [Metric, ...names: string[]])[] = [
  [recall, "tpr", "sensitivity", "recall", "hit_rate", "true_positive_rate"],
  [specificity, "tnr", "specificity", "selectivity", "true_negative_rate"],
  [precision, "ppv", "precision", "positive_predictive_value"],
  [negativePredictiveValue, "npv", "negative_predictive_value"],
  [falseNegativeRate, "fnr", "miss_rate", "false_negative_rate"],
  [falsePositiveRate, "fpr", "fall_out", "false_positive_rate"],
  [falseDiscoveryRate, "fdr", "false_discovery_rate"],
  [falseOmissionRate, "for", "false_omission_rate"],
  [prevalenceThreshold, "pt", "prevalence_threshold"],
  [jaccardIndex, "ts", "csi", "threat_score", "critical_success_index"],
  [accuracy, "acc", "accuracy"],
  [balancedAccuracy, "ba", "balanced_accuracy"],
  [diceScore, "f1", "f1_score"],
  [matthewsCorrelation, "mcc", "matthews_correlation_coefficient"],
  [fowlkesMallows, "fm", "fowlkes_mallows_index"],
  [informedness, "bm", "informedness", "bookmaker_informedness", "youden_index", "youden"],
  [markedness, "mk", "markedness", "deltap"],
];

const RATES_BY_NAME = Object.fromEntries(
  RATES.flatMap(([metric, ...names]) => names.map((name) => [name, metric] as const)),
);

/** Of each class of each image, then reduced, or of the reduced counts. 0/0 is NaN, which MONAI leaves out. */
function rates(each: PeerCase): Nested {
  const { metric_name, reduction, compute_sample = false } = each.options as Options;
  const metric = named(RATES_BY_NAME, metric_name?.toLowerCase().replaceAll(" ", "_"));
  const counts = rows(each).map((row) => row.map(maskCounts));
  const value = (one: ClassCounts): number => metric.from(one, {});
  if (compute_sample)
    return reduced(
      counts.map((row) => row.map(value)),
      reduction,
    );
  return pooled(counts, reduction, pooledCounts)(value);
}

function fBeta(each: PeerCase): Nested {
  const { beta = 1, include_background = true } = each.options as Options;
  const { predicted, truth, shape } = labelsOf(each);
  const columns = shape[1];
  const kept = (values: Int32Array): Int32Array =>
    values.filter((_, i) => include_background || i % columns > 0);
  // Rows of channels: all are one mask.
  const pair = { predicted: kept(predicted), truth: kept(truth), shape };
  return maskScore(fBetaScore, pair, { beta });
}

const HALF: Convention = {
  why: "the prevalence threshold of equal rates is 0/0 there, its limit 1/2 here",
  applies: ({ options }) => options.metric_name === "pt",
  here: (each) => {
    const values = rows(each).flatMap((row) => row.map(thresholdOf));
    return meanOf(values);
  },
};

/** (sqrt(tpr fpr) - fpr)/(tpr - fpr). */
function thresholdOf(pair: LabelPair): number {
  const { tp, fp, fn, tn } = maskCounts(pair);
  const [tpr, fpr] = [tp / (tp + fn), fp / (fp + tn)];
  return tpr === fpr ? 1 / 2 : (Math.sqrt(tpr * fpr) - fpr) / (tpr - fpr);
}

const NOTHING: Convention = {
  why: "nothing to measure: NaN there, the best value or the penalty here",
  applies: ({ call, options, expected }) =>
    ["HausdorffDistanceMetric", "SurfaceDistanceMetric", "SurfaceDiceMetric"].includes(call) &&
    (options.isnan === true || expected === "NaN"),
  here: ({ call, options }) => (options.isnan === true ? false : call === "SurfaceDiceMetric" ? 1 : 0),
};

export const monaiMetricsCases: PeerLibrary = {
  suite: "monai-metrics",
  calls: {
    compute_dice: overlap(diceScore),
    DiceMetric: overlap(diceScore, "mean"),
    compute_iou: overlap(jaccardIndex),
    MeanIoU: overlap(jaccardIndex, "mean"),
    get_confusion_matrix: (each) =>
      rows(each).map((row) =>
        row.map((pair) => {
          const { tp, fp, tn, fn } = maskCounts(pair);
          return [tp, fp, tn, fn];
        }),
      ),
    ConfusionMatrixMetric: rates,
    FBetaScore: fBeta,
    ...MONAI_SURFACES,
    compute_generalized_dice: generalizedDice(),
    GeneralizedDiceScore: generalizedDice("mean"),
    compute_panoptic_quality: panopticOfObjects,
    PanopticQualityMetric: panopticOfClasses,
    label_quality_score: labelQualityScore,
    LabelQualityScore: labelQualityScore,
    compute_variance: variance("mean"),
    VarianceMetric: variance("sum"),
    MetricsReloadedCategorical: reloadedCategorical,
    MetricsReloadedBinary: (each) => named(RELOADED_BINARY, each.options.metric_name)(labelsOf(each)),
  },
  conventions: [EPSILON, NOTHING, HALF],
};
