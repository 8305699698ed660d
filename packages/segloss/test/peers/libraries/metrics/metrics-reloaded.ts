import {
  accuracy,
  averageSymmetricSurfaceDistance,
  balancedAccuracy,
  binaryKappa,
  boundaryJaccard,
  type ClassCounts,
  calibration,
  confusionMatrix,
  diceScore,
  fBetaScore,
  hausdorffDistance,
  informedness,
  jaccardIndex,
  matthewsCorrelation,
  meanAverageSurfaceDistance,
  negativePredictiveValue,
  normalizedSurfaceDice,
  type ProbabilityScores,
  positiveLikelihoodRatio,
  precision,
  recall,
  type SurfaceMetric,
  score,
  specificity,
} from "segloss/metrics";
import { labelsOf, maskCall, maskCounts, maskScore, surfaceScore } from "../../metric-call.ts";
import { type PeerCase, valuesOf, type WrittenArray } from "../../peer-case.ts";
import { type Convention, notExpressible, type PeerCall, type PeerLibrary } from "../../peer-library.ts";

const count =
  (of: (counts: ClassCounts) => number): PeerCall =>
  (each) =>
    of(maskCounts(labelsOf(each)));

const surface =
  (metric: SurfaceMetric, parameters: (each: PeerCase) => Record<string, number> = () => ({})): PeerCall =>
  (each) =>
    surfaceScore(metric, labelsOf(each), parameters(each));

const probability =
  (of: (scores: ProbabilityScores) => number): PeerCall =>
  (each) => {
    const probabilities = each.probabilities as WrittenArray;
    const { truth } = labelsOf({ ...each, predicted: each.truth as WrittenArray });
    const bins = each.options.bins === undefined ? {} : { bins: Number(each.options.bins) };
    if (each.call.includes("calibration") && probabilities.shape[1] === 2)
      notExpressible("calibration of a class's probability instead of the label's confidence");
    const all = calibration({ classes: probabilities.shape[1], ...bins });
    return of(all.add(valuesOf(probabilities), truth).scores() as ProbabilityScores);
  };

const ONE_MISSING: Convention = {
  why: "one mask is empty: NaN there, the penalty here",
  applies: (each) => {
    if (!each.call.startsWith("measured_")) return false;
    const { predicted, truth } = labelsOf(each);
    return predicted.some((x) => x !== 0) !== truth.some((x) => x !== 0);
  },
  here: () => Number.POSITIVE_INFINITY,
};

const NO_NEGATIVES: Convention = {
  why: "0/0 without an error: NaN there, the best value here",
  applies: (each) =>
    each.truth !== undefined && each.expected === "NaN" && maskCounts(labelsOf(each)).fp === 0,
  here: () => 1,
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
    intersection_over_union: maskCall(jaccardIndex),
    confusion_matrix: (each) => {
      const { predicted, truth } = labelsOf(each);
      const [tn, fp, fn, tp] = confusionMatrix(predicted, truth, { classes: 2 }).counts;
      return [
        [tn, fn],
        [fp, tp],
      ];
    },
    "multiclass balanced_accuracy": (each) => {
      const { predicted, truth } = labelsOf(each);
      const matrix = confusionMatrix(predicted, truth, { classes: Number(each.options.classes) });
      return score(recall, matrix).value as number;
    },
    measured_hausdorff: surface(hausdorffDistance),
    measured_hausdorff_perc: surface(hausdorffDistance, () => ({ percentile: 95 })),
    measured_masd: surface(meanAverageSurfaceDistance),
    measured_assd: surface(averageSymmetricSurfaceDistance),
    normalised_surface_distance: surface(normalizedSurfaceDice, ({ options }) => ({
      tolerance: Number(options.nsd),
    })),
    boundary_iou: (each) => {
      const { predicted, truth, shape } = labelsOf(each);
      return boundaryJaccard(predicted, truth, shape, { width: 1 }) as number;
    },
    centreline_dsc: () => notExpressible("the article's code takes scikit-image's skeleton in 2-D"),
    brier_score: probability(({ brier }) => brier),
    negative_log_likelihood: probability(({ logLoss }) => logLoss),
    maximum_calibration_error: probability(({ maximumCalibrationError }) => maximumCalibrationError),
    expected_calibration_error: probability(({ expectedCalibrationError }) => expectedCalibrationError),
  },
  conventions: [ONE_MISSING, NO_NEGATIVES],
};
