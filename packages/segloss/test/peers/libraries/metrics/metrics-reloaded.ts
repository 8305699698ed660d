import {
  accuracy,
  averageSymmetricSurfaceDistance,
  balancedAccuracy,
  binaryKappa,
  boundaryJaccard,
  type CentrelineDice,
  type ClassCounts,
  centrelineDice,
  confusionMatrix,
  diceScore,
  falsePositiveRate,
  fBetaScore,
  hausdorffDistance,
  informedness,
  instanceCounts,
  instanceOverlaps,
  jaccardIndex,
  matchInstances,
  matthewsCorrelation,
  meanAverageSurfaceDistance,
  negativePredictiveValue,
  netBenefit,
  normalizedSurfaceDice,
  panopticQuality,
  positiveLikelihoodRatio,
  precision,
  recall,
  relativeVolumeError,
  type SurfaceMetric,
  specificity,
} from "segloss/metrics";
import {
  labelsOf,
  maskCall,
  maskCounts,
  maskMetric,
  maskScore,
  placedScore,
  surfaceScore,
} from "../../metric-call.ts";
import type { PeerCase } from "../../peer-case.ts";
import type { Convention, PeerCall, PeerLibrary } from "../../peer-library.ts";
import { RELOADED_CLASSES } from "./metrics-reloaded-classes.ts";
import { RELOADED_PROBABILITIES } from "./metrics-reloaded-probabilities.ts";

const count =
  (of: (counts: ClassCounts) => number): PeerCall =>
  (each) =>
    of(maskCounts(labelsOf(each)));

const surface =
  (metric: SurfaceMetric, parameters: (each: PeerCase) => Record<string, number> = () => ({})): PeerCall =>
  (each) =>
    surfaceScore(metric, labelsOf(each), parameters(each), spacingOf(each));

const percentile = ({ options }: PeerCase) => ({ percentile: Number(options.hd_perc ?? 95) });

const lines =
  (part: keyof CentrelineDice): PeerCall =>
  (each) => {
    const { predicted, truth, shape } = labelsOf(each);
    return centrelineDice(predicted, truth, shape, { thinning: "scikit-image" })?.[part] ?? Number.NaN;
  };

const spacingOf = ({ options }: PeerCase) => (options.pixdim ? { spacing: options.pixdim as number[] } : {});

/** Of one class of a scene whose objects have numbers. */
function panoptic(each: PeerCase): number {
  const { predicted, truth } = labelsOf(each);
  const matches = matchInstances(instanceOverlaps(predicted, truth), { exceed: true });
  return panopticQuality(instanceCounts(matches))?.quality ?? Number.NaN;
}

/** Whether the prediction, and whether the truth, has a pixel. */
const has = (each: PeerCase): boolean[] => {
  const { predicted, truth } = labelsOf(each);
  return [predicted, truth].map((mask) => mask.some((x) => x !== 0));
};

const ONE_MISSING: Convention = {
  why: "one mask is empty: NaN there, the penalty here",
  applies: (each) => each.call.startsWith("measured_") && has(each)[0] !== has(each)[1],
  here: () => Number.POSITIVE_INFINITY,
};

const NO_CENTRE: Convention = {
  why: "one mask is empty: -1 there, the penalty here, and 0 where both are",
  applies: (each) => each.call === "com_dist" && has(each).includes(false),
  here: (each) => (has(each).includes(true) ? Number.POSITIVE_INFINITY : 0),
};

const NO_BORDER: Convention = {
  why: "one mask is empty: a part of the other's border counts as near there, none here",
  applies: (each) => each.call === "normalised_surface_distance" && has(each)[0] !== has(each)[1],
  here: () => 0,
};

/** The best and the worst value where they are not 1 and 0. */
const ENDS: Readonly<Record<string, readonly [number, number]>> = {
  positive_likelihood_ratio: [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  absolute_volume_difference_ratio: [0, Number.POSITIVE_INFINITY],
  normalised_expected_cost: [0, Number.POSITIVE_INFINITY],
  false_positive_rate: [0, 1],
  matthews_correlation_coefficient: [1, -1],
};

const NOTHING: Convention = {
  why: "0/0: NaN there; here the best value without an error, the worst one with errors",
  applies: (each) => each.truth !== undefined && each.expected === "NaN",
  here(each) {
    const { fp, fn } = maskCounts(labelsOf(each));
    const [best, worst] = ENDS[each.call] ?? [1, 0];
    return fp + fn === 0 ? best : worst;
  },
};

const PRINTED: Convention = {
  why: "0.83 stands with the case; the library at this commit gives 0.85, as here",
  applies: ({ call, expected }) => call === "average_precision" && expected === 0.83,
  // Precision is 1 up to recall 2/3, falls to 1/2 there, and is 3/5 at recall 1.
  here: () => 2 / 3 + ((1 / 3) * (1 / 2 + 3 / 5)) / 2,
};

export const metricsReloadedCases: PeerLibrary = {
  suite: "MetricsReloaded",
  calls: {
    tp: count(({ tp }) => tp),
    fp: count(({ fp }) => fp),
    fn: count(({ fn }) => fn),
    tn: count(({ tn }) => tn),
    n_pos_ref: count(({ tp, fn }) => tp + fn),
    n_neg_ref: count(({ fp, tn }) => fp + tn),
    n_pos_pred: count(({ tp, fp }) => tp + fp),
    n_neg_pred: count(({ fn, tn }) => fn + tn),
    n_union: count(({ tp, fp, fn }) => tp + fp + fn),
    n_intersection: count(({ tp }) => tp),
    specificity: maskCall(specificity),
    sensitivity: maskCall(recall),
    recall: maskCall(recall),
    positive_predictive_value: maskCall(precision),
    negative_predictive_value: maskCall(negativePredictiveValue),
    positive_likelihood_ratio: maskCall(positiveLikelihoodRatio),
    matthews_correlation_coefficient: maskCall(matthewsCorrelation),
    accuracy: maskCall(accuracy),
    balanced_accuracy: maskCall(balancedAccuracy),
    cohens_kappa: maskCall(binaryKappa),
    youden_index: maskCall(informedness),
    fbeta: (each) =>
      maskScore(
        fBetaScore,
        labelsOf(each),
        each.options.beta === undefined ? {} : { beta: Number(each.options.beta) },
      ),
    dsc: maskCall(diceScore),
    false_positive_rate: maskCall(falsePositiveRate),
    intersection_over_reference: maskCall(recall),
    absolute_volume_difference_ratio: maskCall(relativeVolumeError),
    intersection_over_union: maskCall(jaccardIndex),
    confusion_matrix: (each) => {
      const { predicted, truth } = labelsOf(each);
      const [tn, fp, fn, tp] = confusionMatrix(predicted, truth, { classes: 2 }).counts;
      return [
        [tn, fn],
        [fp, tp],
      ];
    },
    ...Object.fromEntries(
      Object.entries(RELOADED_CLASSES).map(([name, call]) => [`multiclass ${name}`, call]),
    ),
    weighted_cohens_kappa: RELOADED_CLASSES.weighted_cohens_kappa,
    expected_cost: RELOADED_CLASSES.expected_cost,
    normalised_expected_cost: RELOADED_CLASSES.normalised_expected_cost,
    net_benefit_treated: (each) =>
      maskScore(netBenefit, labelsOf(each), {
        ...(each.options.exchange_rate !== undefined && { exchangeRate: Number(each.options.exchange_rate) }),
      }),
    pred_in_ref: (each) =>
      placedScore(maskMetric("predictionInReference"), labelsOf(each), { empty: "worst" }),
    com_dist: (each) => placedScore(maskMetric("centreDistance"), labelsOf(each), spacingOf(each)),
    PQ: panoptic,
    measured_hausdorff: surface(hausdorffDistance),
    measured_hausdorff_distance: surface(hausdorffDistance),
    measured_hausdorff_perc: surface(hausdorffDistance, percentile),
    measured_hausdorff_distance_perc: surface(hausdorffDistance, percentile),
    measured_masd: surface(meanAverageSurfaceDistance),
    measured_assd: surface(averageSymmetricSurfaceDistance),
    measured_average_distance: surface(averageSymmetricSurfaceDistance),
    normalised_surface_distance: surface(normalizedSurfaceDice, ({ options }) => ({
      tolerance: Number(options.nsd ?? 1),
    })),
    boundary_iou: (each) => {
      const { predicted, truth, shape } = labelsOf(each);
      return boundaryJaccard(predicted, truth, shape, {
        width: Number(each.options.boundary_dist ?? 1),
      }) as number;
    },
    topology_precision: lines("precision"),
    topology_sensitivity: lines("sensitivity"),
    centreline_dsc: lines("value"),
    ...RELOADED_PROBABILITIES,
  },
  conventions: [ONE_MISSING, NO_CENTRE, NO_BORDER, PRINTED, NOTHING],
};
