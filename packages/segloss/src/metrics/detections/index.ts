export {
  type CocoEvaluation,
  type CocoOptions,
  cocoEvaluation,
  type Detection,
  type DetectionImage,
  type TrueObject,
} from "./coco-evaluation.ts";
export type { CocoPair, CocoScores } from "./coco-scores.ts";
export { type DetectionMetric, detectionMetrics } from "./detection-metrics.ts";
export { type DetectedPoint, type Froc, type FrocCurve, froc } from "./froc.ts";
export { type DetectedMask, maskDetections, type TrueMask } from "./mask-detections.ts";
