import {
  accuracy,
  averageSymmetricSurfaceDistance,
  balancedAccuracy,
  binaryKappa,
  boundaryJaccard,
  type CentrelineDice,
  type ConfusionMatrix,
  centrelineDice,
  cohenKappa,
  confusionMatrix,
  diceScore,
  falseNegativeRate,
  falsePositiveRate,
  fBetaScore,
  hausdorffDistance,
  informedness,
  jaccardIndex,
  matthewsCorrelation,
  meanAverageSurfaceDistance,
  multiclassCorrelation,
  negativePredictiveValue,
  netBenefit,
  normalizedExpectedCost,
  normalizedSurfaceDice,
  positiveLikelihoodRatio,
  precision,
  recall,
  relativeVolumeError,
  score,
  scoreMatrix,
  specificity,
} from "segloss/metrics";
import {
  type LabelPair,
  labelsOf,
  maskCounts,
  maskMetric,
  maskScore,
  meanOf,
  named,
  placedScore,
  split,
  surfaceScore,
} from "../../metric-call.ts";
import type { Nested, PeerCase } from "../../peer-case.ts";
import type { Convention } from "../../peer-library.ts";

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
  "Normalised Expected Cost": ({ predicted, truth }) =>
    scoreMatrix(normalizedExpectedCost, confusionMatrix(predicted, truth, { classes: 2 })) ?? Number.NaN,
  "Net Benefit Treated": (pair) => maskScore(netBenefit, pair),
  "Positive Likelihood Ratio": (pair) => maskScore(positiveLikelihoodRatio, pair),
  "Prediction Overlaps Reference": (pair) =>
    placedScore(maskMetric("predictionInReference"), pair, { empty: "worst" }),
  Accuracy: (pair) => maskScore(accuracy, pair),
  "False Positive Rate": (pair) => maskScore(falsePositiveRate, pair),
  "Matthews Correlation Coefficient": (pair) => maskScore(matthewsCorrelation, pair),
  "Cohens Kappa": (pair) => maskScore(binaryKappa, pair),
  "Positive Predictive Value": (pair) => maskScore(precision, pair),
  Recall: (pair) => maskScore(recall, pair),
  FBeta: (pair) => maskScore(fBetaScore, pair),
  "Dice Score": (pair) => maskScore(diceScore, pair),
  "Negative Predictive Value": (pair) => maskScore(negativePredictiveValue, pair),
  "Negative Predictive Values": (pair) => maskScore(negativePredictiveValue, pair),
  "False Positives Per Image": (pair) => maskCounts(pair).fp,
  "Intersection Over Union": (pair) => maskScore(jaccardIndex, pair),
  "Intersection Over Reference": (pair) => maskScore(recall, pair),
  "Volume Difference": (pair) => maskScore(relativeVolumeError, pair),
  "Topology Precision": lines("precision"),
  "Topology Sensitivity": lines("sensitivity"),
  "Centreline Dice Score": lines("value"),
  "Boundary IoU": ({ predicted, truth, shape }) =>
    boundaryJaccard(predicted, truth, shape, { width: 1 }) as number,
  "Normalised Surface Distance": (pair) => surfaceScore(normalizedSurfaceDice, pair),
  "Average Symmetric Surface Distance": (pair) => surfaceScore(averageSymmetricSurfaceDistance, pair),
  // Their spelling.
  "Mean Average Surfance Distance": (pair) => surfaceScore(meanAverageSurfaceDistance, pair),
  "Hausdorff Distance": (pair) => surfaceScore(hausdorffDistance, pair),
  "xTh Percentile Hausdorff Distance": (pair) => surfaceScore(hausdorffDistance, pair, { percentile: 95 }),
};

function lines(part: keyof CentrelineDice): (pair: LabelPair) => number {
  return ({ predicted, truth, shape }) =>
    centrelineDice(predicted, truth, shape, { thinning: "scikit-image" })?.[part] ?? Number.NaN;
}

const CATEGORICAL: Readonly<Record<string, (matrix: ConfusionMatrix) => number | undefined>> = {
  "Balanced Accuracy": (matrix) => score(recall, matrix).value,
  "Weighted Cohens Kappa": (matrix) => scoreMatrix(cohenKappa, matrix),
  "Matthews Correlation Coefficient": (matrix) => scoreMatrix(multiclassCorrelation, matrix),
  // Errors cost one over the share of their class.
  "Expected Cost": (matrix) => score(falseNegativeRate, matrix).value,
  "Normalised Expected Cost": (matrix) => scoreMatrix(normalizedExpectedCost, matrix),
};

/** Of one-hot channels, [images, classes, ...]: a number for one image, else one for each. */
export function reloadedCategorical(each: PeerCase): Nested {
  const values = split(labelsOf(each), 1).map((image) => {
    const classes = image.shape[0];
    const matrix = confusionMatrix(
      labelsOfChannels(image.predicted, classes),
      labelsOfChannels(image.truth, classes),
      {
        classes,
      },
    );
    return named(CATEGORICAL, each.options.metric_name)(matrix) ?? Number.NaN;
  });
  return Array.isArray(each.expected) ? values.map((value) => [value]) : meanOf(values);
}

function labelsOfChannels(channels: Int32Array, classes: number): Int32Array {
  const size = channels.length / classes;
  return Int32Array.from({ length: size }, (_, i) =>
    Array.from({ length: classes }, (_, c) => channels[c * size + i]).indexOf(1),
  );
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
      "Positive Likelihood Ratio",
      "FBeta",
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
  "Positive Likelihood Ratio": Number.POSITIVE_INFINITY,
  FBeta: 4 / 5,
};
