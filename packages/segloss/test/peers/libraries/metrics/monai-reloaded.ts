import {
  accuracy,
  averageSymmetricSurfaceDistance,
  balancedAccuracy,
  binaryKappa,
  boundaryJaccard,
  diceScore,
  falsePositiveRate,
  fBetaScore,
  hausdorffDistance,
  informedness,
  jaccardIndex,
  matthewsCorrelation,
  negativePredictiveValue,
  precision,
  recall,
  relativeVolumeError,
  specificity,
} from "segloss/metrics";
import { type LabelPair, maskCounts, maskScore, surfaceScore } from "../../metric-call.ts";
import { type Convention, notExpressible } from "../../peer-library.ts";

/** The metrics of MONAI's wrapper of MetricsReloaded, by its names for them. */
export const RELOADED_BINARY: Readonly<Record<string, (pair: LabelPair) => number>> = {
  "False Positives": (pair) => maskCounts(pair).fp,
  "False Negatives": (pair) => maskCounts(pair).fn,
  "True Positives": (pair) => maskCounts(pair).tp,
  "True Negatives": (pair) => maskCounts(pair).tn,
  "Youden Index": (pair) => maskScore(informedness, pair),
  Sensitivity: (pair) => maskScore(recall, pair),
  Specificity: (pair) => maskScore(specificity, pair),
  "Balanced Accuracy": (pair) => maskScore(balancedAccuracy, pair),
  Accuracy: (pair) => maskScore(accuracy, pair),
  "False Positive Rate": (pair) => maskScore(falsePositiveRate, pair),
  "Matthews Correlation Coefficient": (pair) => maskScore(matthewsCorrelation, pair),
  "Cohens Kappa": (pair) => maskScore(binaryKappa, pair),
  "Positive Predictive Value": (pair) => maskScore(precision, pair),
  Recall: (pair) => maskScore(recall, pair),
  FBeta: (pair) => maskScore(fBetaScore, pair),
  "Dice Score": (pair) => maskScore(diceScore, pair),
  "Negative Predictive Value": (pair) => maskScore(negativePredictiveValue, pair),
  "Intersection Over Union": (pair) => maskScore(jaccardIndex, pair),
  "Intersection Over Reference": (pair) => maskScore(recall, pair),
  "Volume Difference": (pair) => maskScore(relativeVolumeError, pair),
  "Topology Precision": noSkeleton,
  "Topology Sensitivity": noSkeleton,
  "Centreline Dice Score": noSkeleton,
  "Boundary IoU": ({ predicted, truth, shape }) =>
    boundaryJaccard(predicted, truth, shape, { width: 1 }) as number,
  "Average Symmetric Surface Distance": (pair) => surfaceScore(averageSymmetricSurfaceDistance, pair),
  "Hausdorff Distance": (pair) => surfaceScore(hausdorffDistance, pair),
};

function noSkeleton(): number {
  return notExpressible("the article's code takes scikit-image's skeleton in 2-D");
}

export const EPSILON: Convention = {
  why: "these values of the wrapper's test are of MetricsReloaded with 1e-5 added to denominators",
  applies: ({ call, options }) =>
    call === "MetricsReloadedBinary" &&
    [
      "Youden Index",
      "Specificity",
      "Recall",
      "Sensitivity",
      "Dice Score",
      "Intersection Over Reference",
      "Positive Predictive Value",
      "Intersection Over Union",
    ].includes(String(options.metric_name)),
  here: ({ options }) => EXACT[String(options.metric_name)],
};

/** By hand, of one pixel missed of three, and none too many of one. */
const EXACT: Readonly<Record<string, number>> = {
  "Youden Index": 2 / 3,
  Specificity: 1,
  Recall: 2 / 3,
  Sensitivity: 2 / 3,
  "Dice Score": 4 / 5,
  "Intersection Over Reference": 2 / 3,
  "Intersection Over Union": 2 / 3,
  "Positive Predictive Value": 1,
};
