import { checkOptions } from "../../door/check-options.ts";
import { ANY } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { shown } from "../../door/shown.ts";
import { squaredDistancesAt } from "../../fields/distances-at.ts";
import { gridAxes, type LabelArray } from "../../fields/grid.ts";
import { stepDistanceTransform } from "../../fields/step-distance-transform.ts";
import { DISTANCES, type Distance } from "./distance-kinds.ts";
import { IGNORED, type Overlay, type OverlayOptions, overlay, PREDICTED, TRUE } from "./overlay.ts";
import { penaltyOf } from "./penalty-of.ts";
import { surfaceElements } from "./surface-elements.ts";
import { edgePixels, type SurfacePoints } from "./surface-points.ts";

export interface SurfaceOptions extends OverlayOptions {
  /** Pixel size along each axis of the shape, in the unit of the distances. Default: 1 along each. */
  readonly spacing?: readonly number[];
  /**
   * What the surface is made of: edge pixels (the default, the mask less its erosion), or elements of the contour
   * between pixels, weighted by their length (2-D) or area (3-D).
   */
  readonly surface?: "pixels" | "elements";
  /** Edge pixels have a neighbour outside across a face (the default), or at least across a corner. */
  readonly connectivity?: "face" | "full";
  /**
   * How far two points are apart: Euclidean (the default), the greatest of the distances along the axes ("chessboard"),
   * or their sum ("taxicab").
   */
  readonly distance?: Distance;
  /**
   * The distance of a surface from one that is not there: the image's diagonal (the default), more than any
   * two pixels are apart; Infinity; or a number of your own.
   */
  readonly penalty?: "diagonal" | number;
}

/** Distances from the points of one surface to the other surface. */
export interface DirectedDistances {
  /** Ascending. */
  readonly distances: Float64Array;
  /** Length or area of the surface at each of them, in the same order; absent where each counts the same. */
  readonly weights?: Float64Array;
}

/** What the surface metrics read. */
export interface SurfaceDistances {
  readonly fromPrediction: DirectedDistances;
  readonly fromTruth: DirectedDistances;
  /** Masks that have a surface. With fewer than two there are no distances, and both lists are empty. */
  readonly present: 0 | 1 | 2;
  /** The distance that a metric gives when only one mask has a surface. */
  readonly penalty: number;
  /** Every pixel is ignored, or all edges of a mask that has pixels: metrics have no value. */
  readonly isUnknown?: true;
}

const OPTIONS = {
  ...{ spacing: ANY, surface: ANY, connectivity: ANY, label: ANY },
  ...{ ignore: ANY, known: ANY, distance: ANY },
  penalty: {
    expected: '"diagonal" or a distance',
    fits: (x: unknown) => x === "diagonal" || typeof x === "number",
  },
};

/**
 * Exact distances between the surfaces of a predicted and a true mask, or of one class of two
 * label maps, for `scoreSurface`. Time linear in the pixels that the two cover together.
 *
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when the arguments do not fit each other
 *
 * @example surfaceDistances(new Uint8Array([1, 1, 0, 0]), new Uint8Array([1, 1, 1, 0]), [4]).fromTruth // 0, 1
 */
export function surfaceDistances(
  predicted: LabelArray,
  truth: LabelArray,
  shape: readonly number[],
  options: SurfaceOptions = {},
): SurfaceDistances {
  checkOptions("surfaceDistances", options, OPTIONS);
  gridAxes("truth", readLabels("truth", truth).length, shape, options.spacing);
  const { spacing = shape.map(() => 1), surface = "pixels", connectivity = "face" } = options;
  const { distance = "euclidean" } = options;
  checkSurface(surface, connectivity, distance, shape);
  const penalty = penaltyOf(options.penalty ?? "diagonal", shape, spacing, distance);
  const both = overlay(predicted, truth, shape, options);
  const points = surface === "pixels" ? edgePixels(both, connectivity) : surfaceElements(both, spacing);
  const [inPrediction, inTruth] = pointsOf(points.marks);
  const present = (Number(inPrediction.length > 0) + Number(inTruth.length > 0)) as 0 | 1 | 2;
  const none: DirectedDistances = { distances: new Float64Array(0) };
  if (present < 2)
    return {
      ...{ fromPrediction: none, fromTruth: none, present, penalty },
      ...(isUnknown(both, inPrediction, inTruth) && { isUnknown: true }),
    };
  return {
    fromPrediction: directed(points, inPrediction, PREDICTED, inTruth, spacing, distance),
    fromTruth: directed(points, inTruth, TRUE, inPrediction, spacing, distance),
    present,
    penalty,
  };
}

/** Without ignored pixels a mask that has pixels has a surface. */
function isUnknown({ pixels, ignored }: Overlay, inPrediction: Int32Array, inTruth: Int32Array): boolean {
  if (ignored !== "some") return ignored === "all";
  const has = (bit: number) => pixels.some((value) => value !== IGNORED && (value & bit) !== 0);
  return (inPrediction.length === 0 && has(PREDICTED)) || (inTruth.length === 0 && has(TRUE));
}

function checkSurface(
  surface: string,
  connectivity: string,
  distance: string,
  shape: readonly number[],
): void {
  if (surface !== "pixels" && surface !== "elements")
    throw new RangeError(`surface must be "pixels" or "elements", got ${shown(surface)}`);
  if (connectivity !== "face" && connectivity !== "full")
    throw new RangeError(`connectivity must be "face" or "full", got ${shown(connectivity)}`);
  if (!DISTANCES.some((known) => known === distance))
    throw new RangeError(
      `distance must be ${DISTANCES.map((one) => `"${one}"`).join(" or ")}, got ${shown(distance)}`,
    );
  if (surface === "elements" && shape.length === 1)
    throw new RangeError(`surface "elements" is for 2-D and 3-D, got shape [${shape}]; use "pixels"`);
}

/** Points of the prediction's surface and of the truth's; most places are on neither. */
function pointsOf(marks: Uint8Array): [Int32Array, Int32Array] {
  const predicted: number[] = [];
  const truth: number[] = [];
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i];
    if (mark === 0) continue;
    if (mark & PREDICTED) predicted.push(i);
    if (mark & TRUE) truth.push(i);
  }
  return [Int32Array.from(predicted), Int32Array.from(truth)];
}

/** Distances from each of the points to the nearest of the targets. */
function directed(
  { shape, marks, measure }: SurfacePoints,
  points: Int32Array,
  bit: number,
  targets: Int32Array,
  spacing: readonly number[],
  distance: Distance,
): DirectedDistances {
  const mask = new Uint8Array(marks.length);
  for (const target of targets) mask[target] = 1;
  const distances = distancesAt(points, mask, shape, spacing, distance);
  if (!measure) return { distances: distances.sort() };
  const order = Int32Array.from(points, (_, k) => k).sort((a, b) => distances[a] - distances[b]);
  return {
    distances: Float64Array.from(order, (k) => distances[k]),
    weights: Float64Array.from(order, (k) => measure(points[k], bit)),
  };
}

function distancesAt(
  points: Int32Array,
  mask: Uint8Array,
  shape: readonly number[],
  spacing: readonly number[],
  distance: Distance,
): Float64Array {
  if (distance !== "euclidean") {
    const all = stepDistanceTransform(mask, shape, { distance, spacing });
    return Float64Array.from(points, (point) => all[point]);
  }
  const distances = squaredDistancesAt(points, mask, shape, { spacing });
  for (let k = 0; k < distances.length; k++) distances[k] = Math.sqrt(distances[k]);
  return distances;
}
