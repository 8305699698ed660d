import { detectionMetrics } from "./detections/detection-metrics.ts";
import { costMetrics, matrixMetrics, metrics } from "./lists.ts";
import { maskMetricOf, maskMetrics, objectMetrics } from "./masks/index.ts";
import type { MaskMetric } from "./masks/mask-metric.ts";
import type { MatrixMetric } from "./matrix-metric.ts";
import type { Metric, MetricDescription } from "./metric.ts";
import { probabilityFunctions } from "./probabilities/probability-functions.ts";
import { probabilityMetrics } from "./probabilities/probability-metrics.ts";
import { rankingMetrics } from "./probabilities/ranking-metrics.ts";
import { surfaceMetrics } from "./surface/index.ts";

/** A list of metrics and what they read, in words. */
export type MetricKind =
  | {
      readonly reads: string;
      /** Those of label maps, which `segloss score` has. */
      readonly ofLabels: true;
      readonly metrics: readonly (Metric | MatrixMetric | MaskMetric)[];
    }
  | { readonly reads: string; readonly ofLabels: false; readonly metrics: readonly MetricDescription[] };

/** All metrics by what they read, in the order in which they are listed to people. */
export const METRIC_KINDS: readonly MetricKind[] = [
  { reads: "one class against the rest", ofLabels: true, metrics },
  { reads: "all classes at once", ofLabels: true, metrics: matrixMetrics },
  { reads: "surfaces", ofLabels: true, metrics: /* @__PURE__ */ surfaceMetrics.map(maskMetricOf) },
  { reads: "masks and objects", ofLabels: true, metrics: maskMetrics },
  { reads: "objects", ofLabels: true, metrics: objectMetrics },
  { reads: "signed errors, benefits and costs", ofLabels: true, metrics: costMetrics },
  { reads: "probabilities", ofLabels: false, metrics: probabilityMetrics },
  { reads: "rankings of probabilities", ofLabels: false, metrics: rankingMetrics },
  { reads: "detections with confidences", ofLabels: false, metrics: detectionMetrics },
  { reads: "pairs of pixels, labels and repeats", ofLabels: false, metrics: probabilityFunctions },
];
