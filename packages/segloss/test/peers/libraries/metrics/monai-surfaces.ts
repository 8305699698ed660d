import {
  averageSymmetricSurfaceDistance,
  type Distance,
  hausdorffDistance,
  normalizedSurfaceDice,
} from "segloss/metrics";
import { labelsOf, surfaceScore } from "../../metric-call.ts";
import type { Nested, PeerCase } from "../../peer-case.ts";
import { notExpressible, type PeerCall } from "../../peer-library.ts";

interface Options {
  readonly distance_metric?: Distance;
  readonly percentile?: number | null;
  readonly spacing?: readonly number[] | number | null;
  readonly symmetric?: boolean;
  readonly directed?: boolean;
  readonly isnan?: boolean;
  readonly use_subvoxels?: boolean;
  readonly class_threshold?: number;
}

/** MONAI counts pixels, whatever the spacing, where distances are not Euclidean. */
function measureOf({ spacing, distance_metric = "euclidean" }: Options, axes: number) {
  if (distance_metric !== "euclidean") return { distance: distance_metric };
  if (typeof spacing === "number") return { spacing: Array.from({ length: axes }, () => spacing) };
  return spacing ? { spacing } : {};
}

/** What a distance is when the masks have none: MONAI says NaN without a true mask, infinity without a predicted one. */
function hausdorff(each: PeerCase): Nested {
  const options = each.options as Options;
  const pair = labelsOf(each);
  const direction = options.directed ? "prediction" : "both";
  const parameters = { percentile: options.percentile ?? 100, direction };
  const value = surfaceScore(hausdorffDistance, pair, parameters, measureOf(options, pair.shape.length));
  return options.isnan ? Number.isNaN(value) : value;
}

function surfaceDistance(each: PeerCase): Nested {
  const options = each.options as Options;
  const pair = labelsOf(each);
  const direction = options.symmetric ? "both" : "prediction";
  const measure = measureOf(options, pair.shape.length);
  const value = surfaceScore(averageSymmetricSurfaceDistance, pair, { direction }, measure);
  return options.isnan ? Number.isNaN(value) : value;
}

function surfaceDice(each: PeerCase): Nested {
  const options = each.options as Options;
  const pair = labelsOf(each);
  const { distance_metric = "euclidean", spacing, use_subvoxels } = options;
  if (use_subvoxels && spacing && distance_metric !== "euclidean")
    notExpressible("areas in the spacing and distances in pixels");
  return surfaceScore(
    normalizedSurfaceDice,
    pair,
    { tolerance: Number(options.class_threshold) },
    {
      ...measureOf(options, pair.shape.length),
      ...(use_subvoxels && { surface: "elements" }),
    },
  );
}

/** The calls of MONAI that measure distances. */
export const MONAI_SURFACES: Readonly<Record<string, PeerCall>> = {
  HausdorffDistanceMetric: hausdorff,
  SurfaceDistanceMetric: surfaceDistance,
  SurfaceDiceMetric: surfaceDice,
};
