import { distanceTransform } from "../../fields/distance-transform.ts";
import type { LabelArray } from "../../fields/grid.ts";
import { stepDistanceTransform } from "../../fields/step-distance-transform.ts";
import { atLeast } from "../at-least.ts";
import type { EmptyPolicy } from "../score.ts";
import type { Distance } from "./distance-kinds.ts";
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

/**
 * Boundary IoU: the IoU of the parts of two masks that lie within `width` of their own contour, so that a
 * large object's inside does not hide what happens at its border. A pixel of the mask belongs to the
 * boundary when a pixel outside of it (beyond the image too) is at most `width` away. Ignored pixels are neither in a
 * mask nor outside of it; where all are ignored there is no value.
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
  const { spacing = shape.map(() => 1), distance = "euclidean" } = options;
  const diagonal = Math.hypot(...shape.map((size, axis) => size * spacing[axis]));
  const width = options.width ?? Math.max(0.02 * diagonal, ...spacing);
  if (!atLeast(width, Math.min(...spacing)))
    throw new RangeError(`width must be at least a pixel, ${Math.min(...spacing)}, got ${width}`);
  // As far as the outside matters: with ignored pixels the nearest of it may be anywhere within the width.
  const margins = spacing.map((step) => Math.ceil(width / step) + 1);
  const both = overlay(predicted, truth, shape, options, margins);
  const [p, t] = [PREDICTED, TRUE].map((bit) => boundary(both, bit, { spacing, distance, width }));
  let intersection = 0;
  let union = 0;
  for (let i = 0; i < p.length; i++) {
    intersection += p[i] & t[i];
    union += p[i] | t[i];
  }
  if (union > 0) return intersection / union;
  if (both.allIgnored) return undefined;
  const { empty = "perfect" } = options;
  return empty === "skip" ? undefined : Number(empty === "perfect");
}

function boundary(
  { pixels, shape }: Overlay,
  bit: number,
  { spacing, distance, width }: Required<Pick<BoundaryJaccardOptions, "spacing" | "distance" | "width">>,
): Uint8Array {
  const outside = pixels.map((value) => (value & bit ? 0 : 1));
  const depth =
    distance === "euclidean"
      ? distanceTransform(outside, shape, { spacing })
      : stepDistanceTransform(outside, shape, { spacing, distance });
  const isIn = (i: number) => !outside[i] && pixels[i] !== IGNORED;
  return outside.map((_, i) => Number(isIn(i) && atLeast(width, depth[i])));
}
