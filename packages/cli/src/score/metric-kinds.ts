import {
  costMetrics,
  detectionMetrics,
  type MaskMetric,
  type MatrixMetric,
  type Metric,
  type MetricDescription,
  maskMetricOf,
  maskMetrics,
  matrixMetrics,
  metrics,
  objectMetrics,
  probabilityFunctions,
  probabilityMetrics,
  rankingMetrics,
  surfaceMetrics,
} from "segloss/metrics";

/** A list of metrics and what they read, in words. */
type MetricKind<T> = readonly [reads: string, metrics: readonly T[]];

/** Those of label maps, which `segloss score` has. */
const SCORED: readonly MetricKind<Metric | MatrixMetric | MaskMetric>[] = [
  ["one class against the rest", metrics],
  ["all classes at once", matrixMetrics],
  ["surfaces", surfaceMetrics.map(maskMetricOf)],
  ["masks and objects", maskMetrics],
  ["objects", objectMetrics],
  ["signed errors, benefits and costs", costMetrics],
];

/** All that the library has, by what they read. */
export const METRIC_KINDS: readonly MetricKind<MetricDescription>[] = [
  ...SCORED,
  ["probabilities", probabilityMetrics],
  ["rankings of probabilities", rankingMetrics],
  ["detections with confidences", detectionMetrics],
  ["pairs of pixels, labels and repeats", probabilityFunctions],
];

/** The metrics of `--metrics`. */
export const SCORED_METRICS: readonly (Metric | MatrixMetric | MaskMetric)[] = SCORED.flatMap(
  ([, ofKind]) => ofKind,
);
