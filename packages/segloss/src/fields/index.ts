export {
  type WasmDistanceOptions,
  type WasmFields,
  type WasmNearestCells,
  type WasmNearestCellsOptions,
  wasmFields,
} from "../engines/wasm/kernels/fields/wasm-fields.ts";
export {
  type Components,
  type ComponentsOptions,
  connectedComponents,
} from "./connected-components.ts";
export {
  type DistanceOptions,
  distanceTransform,
  squaredDistanceTransform,
} from "./distance-transform.ts";
export { squaredDistancesAt } from "./distances-at.ts";
export type { LabelArray } from "./grid.ts";
export { type NearestCells, type NearestCellsOptions, nearestCells } from "./nearest-cells.ts";
export { nearestLabels } from "./nearest-labels.ts";
export { signedDistance } from "./signed-distance.ts";
export { type SkeletonOptions, skeleton, THINNINGS } from "./skeleton.ts";
export { type StepDistanceOptions, stepDistanceTransform } from "./step-distance-transform.ts";
export { type UnetWeightsOptions, unetWeights } from "./unet-weights.ts";
