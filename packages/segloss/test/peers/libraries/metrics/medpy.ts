import {
  averageSymmetricSurfaceDistance,
  diceScore,
  hausdorffDistance,
  jaccardIndex,
  meanAverageSurfaceDistance,
  surfaceDistances,
} from "segloss/metrics";
import { labelsOf, maskCounts, maskScore, surfaceScore } from "../../metric-call.ts";
import type { PeerCase } from "../../peer-case.ts";
import type { PeerLibrary } from "../../peer-library.ts";

const spacingOf = ({ options }: PeerCase) =>
  options.voxelspacing ? { spacing: options.voxelspacing as number[] } : {};

/** From the prediction's surface to the true one. */
function directed(each: PeerCase): number {
  const { predicted, truth, shape } = labelsOf(each);
  const { distances } = surfaceDistances(predicted, truth, shape, spacingOf(each)).fromPrediction;
  return distances.reduce((a, b) => a + b, 0) / distances.length;
}

export const medpyCases: PeerLibrary = {
  suite: "medpy",
  calls: {
    dc: (each) => maskScore(diceScore, labelsOf(each)),
    hd: (each) => surfaceScore(hausdorffDistance, labelsOf(each), {}, spacingOf(each)),
    asd: directed,
    assd: (each) => surfaceScore(meanAverageSurfaceDistance, labelsOf(each), {}, spacingOf(each)),
    maximum_symmetric_surface_distance: (each) =>
      surfaceScore(hausdorffDistance, labelsOf(each), {}, spacingOf(each)),
    average_symmetric_surface_distance: (each) =>
      surfaceScore(averageSymmetricSurfaceDistance, labelsOf(each), {}, spacingOf(each)),
    volumetric_overlap_error: (each) => 100 * (1 - maskScore(jaccardIndex, labelsOf(each))),
    relative_volume_difference: (each) => {
      const { tp, fp, fn } = maskCounts(labelsOf(each));
      return (100 * (fp - fn)) / (tp + fn);
    },
  },
};
