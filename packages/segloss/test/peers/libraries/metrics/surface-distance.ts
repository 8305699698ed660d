import { hausdorffDistance, normalizedSurfaceDice, surfaceDistances } from "segloss/metrics";
import { labelsOf, surfaceScore } from "../../metric-call.ts";
import type { PeerCase } from "../../peer-case.ts";
import type { Convention, PeerLibrary } from "../../peer-library.ts";

interface Options {
  readonly spacing_mm: readonly number[];
  readonly which?: "gt" | "pred";
  readonly what?: "elements" | "distances";
  readonly tolerance_mm?: number;
  readonly percent?: number;
}

/** Surface elements with their sizes, in millimetres. */
function elements(each: PeerCase) {
  const { predicted, truth, shape } = labelsOf(each);
  const { spacing_mm: spacing } = each.options as unknown as Options;
  return surfaceDistances(predicted, truth, shape, {
    spacing,
    surface: "elements",
    penalty: Number.POSITIVE_INFINITY,
  });
}

/** One direction: its distances and sizes; of a surface that is alone the penalty. */
function directed(each: PeerCase) {
  const { which } = each.options as unknown as Options;
  const { fromTruth, fromPrediction, present, penalty } = elements(each);
  const own = labelsOf(each)[which === "gt" ? "truth" : "predicted"];
  if (!own.some((x) => x !== 0)) return { distances: new Float64Array(0), weights: new Float64Array(0) };
  if (present < 2) return { distances: Float64Array.of(penalty), weights: Float64Array.of(1) };
  const { distances, weights = new Float64Array(0) } = which === "gt" ? fromTruth : fromPrediction;
  return { distances, weights };
}

const BOTH_EMPTY: Convention = {
  why: "both masks are empty: no distance (infinite) or no share there, the best value here",
  applies: (each) => {
    const { predicted, truth } = labelsOf(each);
    return !predicted.some((x) => x !== 0) && !truth.some((x) => x !== 0);
  },
  here: ({ call }) => (call === "compute_surface_dice_at_tolerance" ? 1 : 0),
};

export const surfaceDistanceCases: PeerLibrary = {
  suite: "surface-distance",
  calls: {
    compute_robust_hausdorff: (each) =>
      surfaceScore(
        hausdorffDistance,
        labelsOf(each),
        { percentile: Number(each.options.percent) },
        { surface: "elements", spacing: each.options.spacing_mm as number[] },
      ),
    compute_surface_dice_at_tolerance: (each) =>
      surfaceScore(
        normalizedSurfaceDice,
        labelsOf(each),
        { tolerance: Number(each.options.tolerance_mm) },
        { surface: "elements", spacing: each.options.spacing_mm as number[] },
      ),
    compute_average_surface_distance: (each) => {
      const { distances, weights } = directed(each);
      const total = weights.reduce((a, b) => a + b, 0);
      return distances.reduce((sum, d, i) => sum + d * weights[i], 0) / total;
    },
    compute_surface_overlap_at_tolerance: (each) => {
      const { distances, weights } = directed(each);
      const tolerance = Number(each.options.tolerance_mm);
      const within = distances.reduce((sum, d, i) => sum + (d <= tolerance ? weights[i] : 0), 0);
      return within / weights.reduce((a, b) => a + b, 0);
    },
    compute_surface_distances: (each) => {
      const { distances, weights } = directed(each);
      return [...(each.options.what === "elements" ? Float64Array.from(weights).sort() : distances)];
    },
  },
  conventions: [BOTH_EMPTY],
};
