import {
  averageSymmetricSurfaceDistance,
  meanAverageSurfaceDistance,
  rmsSurfaceDistance,
} from "./average-surface-distances.ts";
import { boundaryF1 } from "./boundary-f1.ts";
import { hausdorffDistance } from "./hausdorff-distance.ts";
import { normalizedSurfaceDice } from "./normalized-surface-dice.ts";
import type { SurfaceMetric } from "./surface-metric.ts";

/** The metrics of surfaces, in the order in which they are listed to people. */
export const surfaceMetrics: readonly SurfaceMetric[] = [
  hausdorffDistance,
  averageSymmetricSurfaceDistance,
  meanAverageSurfaceDistance,
  rmsSurfaceDistance,
  normalizedSurfaceDice,
  boundaryF1,
];

export { type BoundaryJaccardOptions, boundaryJaccard } from "./boundary-jaccard.ts";
export { DISTANCES, type Distance } from "./distance-kinds.ts";
export type { OverlayOptions } from "./overlay.ts";
export {
  type DirectedDistances,
  type SurfaceDistances,
  type SurfaceOptions,
  surfaceDistances,
} from "./surface-distances.ts";
export { type SurfaceMetric, scoreSurface } from "./surface-metric.ts";
export {
  averageSymmetricSurfaceDistance,
  boundaryF1,
  hausdorffDistance,
  meanAverageSurfaceDistance,
  normalizedSurfaceDice,
  rmsSurfaceDistance,
};
