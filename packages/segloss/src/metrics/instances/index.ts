export { assignment } from "./assignment.ts";
export { type AveragePrecision, averagePrecision, IOU_THRESHOLDS } from "./average-precision.ts";
export {
  type ComponentOptions,
  componentCounts,
  type LesionDetection,
  type LesionOptions,
  lesionDetection,
} from "./component-scores.ts";
export {
  type InstanceOverlaps,
  instanceOverlaps,
  type ObjectPair,
  type Objects,
} from "./instance-overlaps.ts";
export { type InstanceMatches, type MatchOptions, matchInstances } from "./match-instances.ts";
export {
  type InstanceCounts,
  instanceCounts,
  mergeInstanceCounts,
  type PanopticQuality,
  panopticQuality,
} from "./panoptic-quality.ts";
