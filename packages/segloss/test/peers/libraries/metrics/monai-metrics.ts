import {
  accuracy,
  averageSymmetricSurfaceDistance,
  balancedAccuracy,
  diceScore,
  falseDiscoveryRate,
  falseNegativeRate,
  falseOmissionRate,
  falsePositiveRate,
  fBetaScore,
  fowlkesMallows,
  hausdorffDistance,
  informedness,
  instanceCounts,
  instanceOverlaps,
  jaccardIndex,
  type Metric,
  markedness,
  matchInstances,
  matthewsCorrelation,
  negativePredictiveValue,
  normalizedSurfaceDice,
  panopticQuality,
  precision,
  prevalenceThreshold,
  recall,
  specificity,
  surfaceDistances,
} from "segloss/metrics";
import {
  type LabelPair,
  labelsOf,
  maskCounts,
  maskScore,
  meanOf,
  named,
  split,
  surfaceScore,
} from "../../metric-call.ts";
import type { Nested, PeerCase } from "../../peer-case.ts";
import { type Convention, notExpressible, type PeerCall, type PeerLibrary } from "../../peer-library.ts";
import { EPSILON, RELOADED_BINARY } from "./monai-reloaded.ts";

interface Options {
  readonly include_background?: boolean;
  readonly ignore_empty?: boolean;
  readonly reduction?: string;
  readonly metric_name?: string;
  readonly isnan?: boolean;
  readonly argmax?: boolean;
  readonly beta?: number;
}

/** Each class of each image as two masks; its truth may be empty. */
function rows(each: PeerCase): LabelPair[][] {
  const { include_background = true } = each.options as Options;
  const images = split(labelsOf(each), 1).map((image) => split(image, 1));
  return images.map((image) => image.slice(include_background ? 0 : 1));
}

const isEmpty = ({ truth }: LabelPair): boolean => !truth.some((x) => x !== 0);

/** Values of [images][classes], reduced as MONAI does: what is NaN is left out. */
function reduced(values: readonly (readonly number[])[], how = "none"): Nested {
  const columns = values[0].map((_, c) => values.map((row) => row[c]));
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + (Number.isNaN(b) ? 0 : b), 0);
  const zero = (value: number): number => (Number.isNaN(value) ? 0 : value);
  const ways: Readonly<Record<string, () => Nested>> = {
    none: () => values,
    mean: () => zero(meanOf(values.map(meanOf))),
    sum: () => sum(values.map(sum)),
    mean_batch: () => columns.map((column) => zero(meanOf(column))),
    sum_batch: () => columns.map(sum),
    mean_channel: () => values.map((row) => zero(meanOf(row))),
    sum_channel: () => values.map(sum),
  };
  return named(ways, how)();
}

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

interface DistanceOptions {
  readonly distance_metric?: string;
  readonly percentile?: number | null;
  readonly spacing?: readonly number[] | null;
  readonly symmetric?: boolean;
  readonly directed?: boolean;
  readonly isnan?: boolean;
  readonly use_subvoxels?: boolean;
  readonly class_threshold?: number;
}

function spacingOf({ spacing, distance_metric = "euclidean" }: DistanceOptions) {
  if (distance_metric !== "euclidean") notExpressible(`${distance_metric} surface distances`);
  return spacing ? { spacing } : {};
}

/** What a distance is when the masks have none: MONAI says NaN without a true mask, infinity without a predicted one. */
function hausdorff(each: PeerCase): Nested {
  const options = each.options as DistanceOptions;
  const percentile = options.percentile ?? 100;
  const pair = labelsOf(each);
  const value = surfaceScore(hausdorffDistance, pair, { percentile }, spacingOf(options));
  return options.isnan ? Number.isNaN(value) : value;
}

function surfaceDistance(each: PeerCase): Nested {
  const options = each.options as DistanceOptions;
  const pair = labelsOf(each);
  if (options.symmetric) {
    const value = surfaceScore(averageSymmetricSurfaceDistance, pair, {}, spacingOf(options));
    return options.isnan ? Number.isNaN(value) : value;
  }
  const { fromPrediction, present, penalty } = surfaceDistances(pair.predicted, pair.truth, pair.shape, {
    penalty: Number.POSITIVE_INFINITY,
    ...spacingOf(options),
  });
  return present < 2 ? penalty : meanOf([...fromPrediction.distances]);
}

function surfaceDice(each: PeerCase): Nested {
  const options = each.options as DistanceOptions;
  const surface = options.use_subvoxels ? ({ surface: "elements" } as const) : {};
  const parameters = { tolerance: Number(options.class_threshold) };
  return surfaceScore(normalizedSurfaceDice, labelsOf(each), parameters, {
    ...spacingOf(options),
    ...surface,
  });
}

/** Panoptic quality of instances; a number of `metric_name`. */
function panoptic(pair: LabelPair, options: PeerCase["options"]): number {
  const threshold = Number(options.match_iou_threshold ?? 0.5);
  const matches = matchInstances(instanceOverlaps(pair.predicted, pair.truth), {
    threshold,
    exceed: threshold === 0.5,
  });
  const found = panopticQuality(instanceCounts(matches));
  const name = String(options.metric_name ?? "pq").toLowerCase();
  const part = name.startsWith("s") ? "segmentation" : name.startsWith("r") ? "recognition" : "quality";
  return found?.[part] ?? Number.NaN;
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
    HausdorffDistanceMetric: hausdorff,
    SurfaceDistanceMetric: surfaceDistance,
    SurfaceDiceMetric: surfaceDice,
    compute_panoptic_quality: (each) => panoptic(labelsOf(each), each.options),
    MetricsReloadedBinary: (each) => named(RELOADED_BINARY, each.options.metric_name)(labelsOf(each)),
  },
  conventions: [EPSILON, NOTHING, HALF],
};
