import {
  averageSymmetricSurfaceDistance,
  diceScore,
  hausdorffDistance,
  jaccardIndex,
  precision,
  recall,
  rmsSurfaceDistance,
  type SurfaceMetric,
  signedVolumeError,
  specificity,
  surfaceDistances,
} from "segloss/metrics";
import {
  labelsOf,
  maskCall,
  maskMetric,
  maskScore,
  meanOf,
  placedScore,
  surfaceScore,
} from "../../metric-call.ts";
import type { PeerCase } from "../../peer-case.ts";
import { type Convention, notExpressible, type PeerCall, type PeerLibrary } from "../../peer-library.ts";

/** One spacing for all axes, or one each; neighbours across faces, or across corners too. */
function optionsOf(each: PeerCase) {
  const { voxelspacing: spacing, connectivity: steps = 1 } = each.options;
  const axes = labelsOf(each).shape.length;
  if (steps !== 1 && steps !== axes) notExpressible("neighbours across edges and not across corners");
  const connectivity = steps === 1 ? ("face" as const) : ("full" as const);
  if (spacing === undefined || spacing === null) return { connectivity };
  const of = typeof spacing === "number" ? Array.from({ length: axes }, () => spacing) : spacing;
  return { connectivity, spacing: of as number[] };
}

const surface =
  (metric: SurfaceMetric, parameters: Readonly<Record<string, number | string>> = {}): PeerCall =>
  (each) =>
    surfaceScore(metric, labelsOf(each), parameters, optionsOf(each));

/** Of the objects that belong together. */
const ofObjects =
  (direction: string): PeerCall =>
  (each) =>
    placedScore(maskMetric("objectSurfaceDistance"), labelsOf(each), {
      ...optionsOf(each),
      parameters: { direction, edges: optionsOf(each).connectivity },
    });

const OLDER: Convention = {
  why: "up to 0.5.1 the mean of the directions' means (masd here), from 0.5.2 on over both together, as here",
  applies: ({ call }) => call === "assd",
  here(each) {
    const { predicted, truth, shape } = labelsOf(each);
    const both = surfaceDistances(predicted, truth, shape, optionsOf(each));
    return meanOf([...both.fromPrediction.distances, ...both.fromTruth.distances]);
  },
};

export const medpyCases: PeerLibrary = {
  suite: "medpy",
  calls: {
    dc: maskCall(diceScore),
    jc: maskCall(jaccardIndex),
    precision: maskCall(precision),
    positive_predictive_value: maskCall(precision),
    recall: maskCall(recall),
    sensitivity: maskCall(recall),
    true_positive_rate: maskCall(recall),
    specificity: maskCall(specificity),
    true_negative_rate: maskCall(specificity),
    ravd: maskCall(signedVolumeError),
    hd: surface(hausdorffDistance),
    hd95: surface(hausdorffDistance, { percentile: 95, pooled: 1 }),
    asd: surface(averageSymmetricSurfaceDistance, { direction: "prediction" }),
    assd: surface(averageSymmetricSurfaceDistance),
    obj_asd: ofObjects("truth"),
    obj_assd: ofObjects("both"),
    maximum_symmetric_surface_distance: surface(hausdorffDistance),
    average_symmetric_surface_distance: surface(averageSymmetricSurfaceDistance),
    root_mean_square_symmetric_surface_distance: surface(rmsSurfaceDistance),
    volumetric_overlap_error: (each) => 100 * (1 - maskScore(jaccardIndex, labelsOf(each))),
    relative_volume_difference: (each) => 100 * maskScore(signedVolumeError, labelsOf(each)),
  },
  conventions: [OLDER],
};
