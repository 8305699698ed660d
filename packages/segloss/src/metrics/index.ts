export { didYouMean } from "../formula/did-you-mean.ts";
export {
  type BootstrapOptions,
  bootstrapInterval,
  bootstrapIntervals,
  bootstrapStatistic,
  type Interval,
  pairedBootstrapInterval,
} from "./bootstrap.ts";
export * from "./catalogue.ts";
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
export { costMetrics, matrixMetrics, metrics } from "./lists.ts";
export * from "./masks/index.ts";
export { type MatrixMetric, scoreMatrix } from "./matrix-metric.ts";
export type { Metric, MetricDescription, MetricParameter } from "./metric.ts";
export { METRIC_KINDS, type MetricKind } from "./metric-kinds.ts";
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
