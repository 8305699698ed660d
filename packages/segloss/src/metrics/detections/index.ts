export { type CocoEvaluation, cocoEvaluation } from "./coco-evaluation.ts";
export type { CocoOptions } from "./coco-options.ts";
export type { CocoPair, CocoScores } from "./coco-scores.ts";
export type { Detection, DetectionImage, TrueObject } from "./detection.ts";
export { type DetectionMetric, detectionMetrics } from "./detection-metrics.ts";
export { type DetectedPoint, type Froc, type FrocCurve, froc } from "./froc.ts";
export { type DetectedMask, maskDetections, type TrueMask } from "./mask-detections.ts";
