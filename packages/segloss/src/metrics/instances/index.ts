export { type AggregatedJaccard, aggregatedJaccard } from "./aggregated-jaccard.ts";
export { assignment } from "./assignment.ts";
export { type AveragePrecision, averagePrecision, IOU_THRESHOLDS } from "./average-precision.ts";
export { type BoundaryCounts, boundaryCounts } from "./boundary-scores.ts";
export { type CompareOptions, compareObjects, type ObjectComparison } from "./compare-objects.ts";
export {
  type ComponentOptions,
  componentCounts,
  type LesionDetection,
  type LesionOptions,
  lesionDetection,
  objectCounts,
} from "./component-scores.ts";
export { type DetectedObjects, detectedObjects } from "./detected-objects.ts";
export { findObjects, type ObjectOptions } from "./find-objects.ts";
export {
  type InstanceOverlaps,
  instanceOverlaps,
  type ObjectPair,
  type Objects,
} from "./instance-overlaps.ts";
export { type InstanceMatches, type MatchOptions, matchInstances } from "./match-instances.ts";
export {
  classAndObjectSegments,
  cocoSegments,
  type NumberedSegmentsOptions,
  numberedSegments,
  type PanopticMap,
  type SegmentInfo,
} from "./panoptic-map.ts";
export {
  type InstanceCounts,
  instanceCounts,
  mergeInstanceCounts,
  type PanopticQuality,
  panopticQuality,
} from "./panoptic-quality.ts";
export {
  type PanopticClass,
  type PanopticJson,
  type PanopticMean,
  type PanopticOptions,
  type PanopticScene,
  type PanopticScores,
  panopticScene,
} from "./panoptic-scene.ts";
export { type SegmentOptions, segmentOverlaps } from "./segment-overlaps.ts";
export { withoutSmallObjects } from "./without-small-objects.ts";
