import { absoluteVolumeDifference } from "./absolute-volume-difference.ts";
import { accuracy } from "./accuracy.ts";
import { balancedAccuracy } from "./balanced-accuracy.ts";
import { binaryKappa } from "./binary-kappa.ts";
import { cohenKappa } from "./cohen-kappa.ts";
import { diceScore } from "./dice-score.ts";
import { normalizedExpectedCost } from "./expected-cost.ts";
import { fBetaScore } from "./f-beta-score.ts";
import { falseDiscoveryRate } from "./false-discovery-rate.ts";
import { falseNegativeRate } from "./false-negative-rate.ts";
import { falseOmissionRate } from "./false-omission-rate.ts";
import { falsePositiveRate } from "./false-positive-rate.ts";
import { fowlkesMallows } from "./fowlkes-mallows.ts";
import { frequencyWeightedJaccard } from "./frequency-weighted-jaccard.ts";
import { generalizedDiceScore } from "./generalized-dice-score.ts";
import { informedness } from "./informedness.ts";
import { jaccardIndex } from "./jaccard-index.ts";
import { markedness } from "./markedness.ts";
import { type MatrixMetric, scoreMatrix } from "./matrix-metric.ts";
import { matthewsCorrelation } from "./matthews-correlation.ts";
import type { Metric } from "./metric.ts";
import { multiclassCorrelation } from "./multiclass-correlation.ts";
import { negativeLikelihoodRatio } from "./negative-likelihood-ratio.ts";
import { negativePredictiveValue } from "./negative-predictive-value.ts";
import { netBenefit } from "./net-benefit.ts";
import { pixelAccuracy } from "./pixel-accuracy.ts";
import { positiveLikelihoodRatio } from "./positive-likelihood-ratio.ts";
import { precision } from "./precision.ts";
import { prevalenceThreshold } from "./prevalence-threshold.ts";
import { recall } from "./recall.ts";
import { relativeVolumeError } from "./relative-volume-error.ts";
import { signedVolumeError } from "./signed-volume-error.ts";
import { specificity } from "./specificity.ts";
import { tverskyIndex } from "./tversky-index.ts";
import { volumetricSimilarity } from "./volumetric-similarity.ts";

/** The metrics of one class against the rest, in the order in which they are listed to people. */
export const metrics: readonly Metric[] = [
  diceScore,
  jaccardIndex,
  precision,
  recall,
  specificity,
  accuracy,
  fBetaScore,
  tverskyIndex,
  matthewsCorrelation,
  binaryKappa,
  balancedAccuracy,
  volumetricSimilarity,
  relativeVolumeError,
  negativePredictiveValue,
  falsePositiveRate,
  falseNegativeRate,
  falseDiscoveryRate,
  falseOmissionRate,
  informedness,
  markedness,
  fowlkesMallows,
  prevalenceThreshold,
  positiveLikelihoodRatio,
  negativeLikelihoodRatio,
  absoluteVolumeDifference,
];

/** The metrics of all classes at once. */
export const matrixMetrics: readonly MatrixMetric[] = [
  pixelAccuracy,
  frequencyWeightedJaccard,
  cohenKappa,
  multiclassCorrelation,
  generalizedDiceScore,
];

/** Signed errors, benefits and costs, whose best value is no end of a range of scores. */
export const costMetrics: readonly (Metric | MatrixMetric)[] = [
  signedVolumeError,
  netBenefit,
  normalizedExpectedCost,
];

export { didYouMean } from "../formula/did-you-mean.ts";
export {
  type BootstrapOptions,
  bootstrapInterval,
  bootstrapIntervals,
  bootstrapStatistic,
  type Interval,
  pairedBootstrapInterval,
} from "./bootstrap.ts";
export { type CentrelineDice, type CentrelineDiceOptions, centrelineDice } from "./centreline-dice.ts";
export { type ClassCounts, classCounts, pooledCounts } from "./class-counts.ts";
export type { EmptyPolicy } from "./class-value.ts";
export type { ConfusionJson } from "./confusion-json.ts";
export {
  type ConfusionMatrix,
  type ConfusionOptions,
  confusionMatrix,
  confusionMatrixFromJson,
  emptyConfusionMatrix,
} from "./confusion-matrix.ts";
export * from "./detections/index.ts";
export { type ExactSum, exactSum } from "./exact-sum.ts";
export { expectedCost } from "./expected-cost.ts";
export { generalizedDiceOf } from "./generalized-dice-score.ts";
export { type ImageScores, type ImageSummary, summarizeImages, summarizeScores } from "./image-summary.ts";
export * from "./instances/index.ts";
export { type LabelPair, labelPairs } from "./label-pairs.ts";
export * from "./masks/index.ts";
export type { Metric, MetricDescription, MetricParameter } from "./metric.ts";
export { completeParameters } from "./parameters.ts";
export { type Calibration, calibration, type ProbabilityScores } from "./probabilities/calibration.ts";
export type { CalibrationBin, CalibrationOptions, WinnerSums } from "./probabilities/calibration-bins.ts";
export type { CalibrationErrors } from "./probabilities/calibration-errors.ts";
export { kernelCalibrationError } from "./probabilities/kernel-calibration-error.ts";
export { labelQuality, type MapScore, predictionVariance } from "./probabilities/label-quality.ts";
export { type ProbabilityFunction, probabilityFunctions } from "./probabilities/probability-functions.ts";
export { type ProbabilityMetric, probabilityMetrics } from "./probabilities/probability-metrics.ts";
export { type Ranking, type RankingOptions, ranking, type ThresholdCurve } from "./probabilities/ranking.ts";
export {
  pixelAveragePrecision,
  precisionAtSensitivity,
  type RankingMetric,
  rankingMetrics,
  rocAuc,
  sensitivityAtPrecision,
  sensitivityAtSpecificity,
  specificityAtSensitivity,
} from "./probabilities/ranking-metrics.ts";
export { regionCounts, regionMatrices, regionMatrix } from "./region-counts.ts";
export { parseRegions, type Region, regionMask } from "./regions.ts";
export {
  type ImagesOptions,
  type ImagesScore,
  type Score,
  type ScoreOptions,
  score,
  scoreImages,
} from "./score.ts";
export { type ScoreCountsOptions, scoreCounts } from "./score-counts.ts";
export { type RegionOptions, type RegionScores, scoreRegions } from "./score-regions.ts";
export * from "./surface/index.ts";
export {
  absoluteVolumeDifference,
  accuracy,
  balancedAccuracy,
  binaryKappa,
  cohenKappa,
  diceScore,
  falseDiscoveryRate,
  falseNegativeRate,
  falseOmissionRate,
  falsePositiveRate,
  fBetaScore,
  fowlkesMallows,
  frequencyWeightedJaccard,
  generalizedDiceScore,
  informedness,
  jaccardIndex,
  type MatrixMetric,
  markedness,
  matthewsCorrelation,
  multiclassCorrelation,
  negativeLikelihoodRatio,
  negativePredictiveValue,
  netBenefit,
  normalizedExpectedCost,
  pixelAccuracy,
  positiveLikelihoodRatio,
  precision,
  prevalenceThreshold,
  recall,
  relativeVolumeError,
  scoreMatrix,
  signedVolumeError,
  specificity,
  tverskyIndex,
  volumetricSimilarity,
};
