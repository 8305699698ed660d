import { checkOptions } from "../../door/check-options.ts";
import { ANY, choice, FINITE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { squaredDistanceTransform } from "../../fields/distance-transform.ts";
import { gridAxes, type LabelArray } from "../../fields/grid.ts";
import { stepDistanceTransform } from "../../fields/step-distance-transform.ts";
import { atLeast } from "../at-least.ts";
import { EMPTY, type EmptyPolicy } from "../class-value.ts";
import { DISTANCES, type Distance } from "./distance-kinds.ts";
import { IGNORED, type Overlay, type OverlayOptions, overlay, PREDICTED, TRUE } from "./overlay.ts";

export interface BoundaryJaccardOptions extends OverlayOptions {
  /** Pixel size along each axis of the shape. Default: 1 along each. */
  readonly spacing?: readonly number[];
  /** Depth of the boundary, in units of the spacing. Default: 2 % of the image's diagonal, a pixel at least. */
  readonly width?: number;
  /** How depth is measured. Default: "euclidean"; the article's code has "chessboard". */
  readonly distance?: Distance;
  /** What two empty masks score: 1 (the default), 0, or nothing. */
  readonly empty?: EmptyPolicy;
}

const OPTIONS = {
  ...{ width: FINITE, spacing: ANY, distance: choice(...DISTANCES), empty: EMPTY },
  ...{ label: ANY, ignore: ANY, known: ANY },
};

/**
 * Boundary IoU: the IoU of the parts of two masks that lie within `width` of their own contour, so that a
 * large object's inside does not hide what happens at its border. A pixel of the mask belongs to the
 * boundary when a pixel outside of it (beyond the image too) is at most `width` away. Ignored pixels are neither in a
 * mask nor outside of it; where all are ignored, or all of the boundary of a mask that has pixels, there is no value.
 *
 * B. Cheng and others, "Boundary IoU", CVPR 2021, https://arxiv.org/abs/2103.16562; their code measures the
 * depth in steps across corners (`distance: "chessboard"`), and rounds its default width to whole pixels.
 *
 * @throws RangeError when the arguments do not fit each other
 */
export function boundaryJaccard(
  predicted: LabelArray,
  truth: LabelArray,
  shape: readonly number[],
  options: BoundaryJaccardOptions = {},
): number | undefined {
  checkOptions("boundaryJaccard", options, OPTIONS);
  gridAxes("truth", readLabels("truth", truth).length, shape, options.spacing);
  const { spacing = shape.map(() => 1), distance = "euclidean" } = options;
  const diagonal = Math.hypot(...shape.map((size, axis) => size * spacing[axis]));
  const width = options.width ?? Math.max(0.02 * diagonal, ...spacing);
  if (!atLeast(width, Math.min(...spacing)))
    throw new RangeError(`width must be at least a pixel, ${Math.min(...spacing)}, got ${width}`);
  // With ignored pixels the nearest outside may be anywhere within the width, else the pixels around are enough.
  const isAllKnown = options.known === undefined && [options.ignore ?? []].flat().length === 0;
  const margins = spacing.map((step) => (isAllKnown ? 1 : Math.ceil(width / step) + 1));
  const both = overlay(predicted, truth, shape, options, margins);
  const [p, t] = [PREDICTED, TRUE].map((bit) => boundary(both, bit, { spacing, distance, width }));
  let intersection = 0;
  let union = 0;
  for (let i = 0; i < p.length; i++) {
    intersection += p[i] & t[i];
    union += p[i] | t[i];
  }
  if (isUnknown(both, [p, t])) return undefined;
  if (union > 0) return intersection / union;
  const { empty = "perfect" } = options;
  return empty === "skip" ? undefined : Number(empty === "perfect");
}

/** Whether every pixel is ignored, or all of the boundary of a mask that has pixels. */
function isUnknown({ pixels, ignored }: Overlay, boundaries: readonly Uint8Array[]): boolean {
  if (ignored !== "some") return ignored === "all";
  const has = (bit: number) => pixels.some((value) => value !== IGNORED && (value & bit) !== 0);
  return [PREDICTED, TRUE].some((bit, k) => has(bit) && !boundaries[k].includes(1));
}

/** 1 where a pixel of the mask is near its outside. */
function boundary(
  { pixels, shape }: Overlay,
  bit: number,
  { spacing, distance, width }: Required<Pick<BoundaryJaccardOptions, "spacing" | "distance" | "width">>,
): Uint8Array {
  const outside = new Uint8Array(pixels.length);
  for (let i = 0; i < outside.length; i++) outside[i] = pixels[i] & bit ? 0 : 1;
  const squared =
    distance === "euclidean"
      ? squaredDistanceTransform(outside, shape, { spacing })
      : stepDistanceTransform(outside, shape, { spacing, distance }).map((depth) => depth * depth);
  for (let i = 0; i < outside.length; i++) {
    const isIn = outside[i] === 0 && pixels[i] !== IGNORED;
    outside[i] = isIn && atLeast(width * width, squared[i]) ? 1 : 0;
  }
  return outside;
}
