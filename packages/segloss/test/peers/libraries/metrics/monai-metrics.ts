import {
  accuracy,
  balancedAccuracy,
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
  precision,
  prevalenceThreshold,
  recall,
  specificity,
} from "segloss/metrics";
import { type LabelPair, labelsOf, maskCounts, maskScore, meanOf, named } from "../../metric-call.ts";
import type { Nested, PeerCase } from "../../peer-case.ts";
import type { Convention, PeerCall, PeerLibrary } from "../../peer-library.ts";
import { reduced, rows } from "./monai-channels.ts";
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
  readonly argmax?: boolean;
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

const RATES: Readonly<Record<string, Metric>> = {
  tpr: recall,
  tnr: specificity,
  ppv: precision,
  npv: negativePredictiveValue,
  fnr: falseNegativeRate,
  fpr: falsePositiveRate,
  fdr: falseDiscoveryRate,
  for: falseOmissionRate,
  pt: prevalenceThreshold,
  ts: jaccardIndex,
  acc: accuracy,
  ba: balancedAccuracy,
  f1: diceScore,
  mcc: matthewsCorrelation,
  fm: fowlkesMallows,
  bm: informedness,
  mk: markedness,
};

function rates(each: PeerCase): Nested {
  const { metric_name, reduction } = each.options as Options;
  const metric = named(RATES, metric_name);
  return reduced(
    rows(each).map((row) => row.map((pair) => maskValue(metric, pair))),
    reduction,
  );
}

/** The formula's value: 0/0 is NaN, which MONAI leaves out. */
function maskValue(metric: Metric, pair: LabelPair): number {
  return metric.from(maskCounts(pair), {});
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
