import { check } from "../../door/check.ts";
import { checkMetric } from "../check-metric.ts";
import { METRIC } from "../parameters.ts";
import { DISTANCE, DISTANCES } from "../surface/distance-kinds.ts";
import { type SurfaceMetric, scoreSurface } from "../surface/surface-metric.ts";
import { aggregatedJaccardMetric } from "./aggregated-jaccard-metric.ts";
import { averagePrecisionMetric } from "./average-precision-metric.ts";
import { boundaryJaccardMetric } from "./boundary-jaccard-metric.ts";
import { centreDistance } from "./centre-distance.ts";
import { centrelineDiceMetric } from "./centreline-dice-metric.ts";
import { componentDice } from "./component-dice.ts";
import { lesionF1 } from "./lesion-f1.ts";
import type { MaskMetric } from "./mask-metric.ts";
import { meanTrueScore } from "./mean-true-score.ts";
import { modifiedPanopticQuality } from "./modified-panoptic-quality.ts";
import { objectPrecision } from "./object-precision.ts";
import { objectRecall } from "./object-recall.ts";
import { objectSurfaceDistance } from "./object-surface-distance.ts";
import { outlineFScore } from "./outline-f-score.ts";
import { panopticQualityMetric } from "./panoptic-quality-metric.ts";
import { predictionInReference } from "./prediction-in-reference.ts";
import { recognitionQuality } from "./recognition-quality.ts";
import { segmentationQuality } from "./segmentation-quality.ts";

/** The metrics of masks besides those of surfaces, in the order in which they are listed to people. */
export const maskMetrics: readonly MaskMetric[] = [
  boundaryJaccardMetric,
  centrelineDiceMetric,
  componentDice,
  lesionF1,
  panopticQualityMetric,
  averagePrecisionMetric,
  objectSurfaceDistance,
  centreDistance,
  predictionInReference,
];

/** The metrics of objects that say one part of it, or are not the same when truth and prediction change places. */
export const objectMetrics: readonly MaskMetric[] = [
  segmentationQuality,
  recognitionQuality,
  objectPrecision,
  objectRecall,
  meanTrueScore,
  aggregatedJaccardMetric,
  modifiedPanopticQuality,
  outlineFScore,
];

/** A surface metric as one of masks, whose distance is then a parameter of it. */
export function maskMetricOf(metric: SurfaceMetric): MaskMetric {
  check("maskMetricOf: metric", metric, METRIC);
  checkMetric(metric, "surface", "maskMetricOf");
  const from: MaskMetric["from"] = ({ surface, empty }, { distance, ...given }) =>
    scoreSurface(metric, surface(DISTANCES[distance ?? 0]), given, empty);
  const parameters = { ...metric.parameters, distance: DISTANCE };
  return { ...metric, kind: "mask", parameters, from };
}

export { emptyScore, type MaskMetric, type MaskPair, type MaskSums } from "./mask-metric.ts";
