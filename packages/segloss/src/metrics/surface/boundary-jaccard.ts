import { checkOptions } from "../../door/check-options.ts";
import { ANY, FINITE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { squaredDistanceTransform } from "../../fields/distance-transform.ts";
import { gridAxes, type LabelArray } from "../../fields/grid.ts";
import { EMPTY, type EmptyPolicy } from "../score.ts";
import { type OverlayOptions, overlay, PREDICTED, TRUE } from "./overlay.ts";

export interface BoundaryJaccardOptions extends OverlayOptions {
  /** Pixel size along each axis of the shape. Default: 1 along each. */
  readonly spacing?: readonly number[];
  /** Depth of the boundary, in units of the spacing. Default: 2 % of the image's diagonal, a pixel at least. */
  readonly width?: number;
  /** What two empty masks score: 1 (the default), 0, or nothing. */
  readonly empty?: EmptyPolicy;
}

const OPTIONS = { width: FINITE, spacing: ANY, label: ANY, ignore: ANY, empty: EMPTY };

/**
 * Boundary IoU: the IoU of the parts of two masks that lie within `width` of their own contour, so that a
 * large object's inside does not hide what happens at its border. A pixel of the mask belongs to the
 * boundary when a pixel outside of it (beyond the image too) is at most `width` away.
 *
 * B. Cheng and others, "Boundary IoU", CVPR 2021, https://arxiv.org/abs/2103.16562; their code measures the
 * depth in steps across corners, this one in Euclidean distance.
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
  const spacing = options.spacing ?? shape.map(() => 1);
  const diagonal = Math.hypot(...shape.map((size, axis) => size * spacing[axis]));
  const width = options.width ?? Math.max(0.02 * diagonal, ...spacing);
  if (!(width >= Math.min(...spacing)))
    throw new RangeError(`width must be at least a pixel, ${Math.min(...spacing)}, got ${width}`);
  const both = overlay(predicted, truth, shape, options);
  const [p, t] = [PREDICTED, TRUE].map((bit) => boundary(both.pixels, bit, both.shape, spacing, width));
  let intersection = 0;
  let union = 0;
  for (let i = 0; i < p.length; i++) {
    intersection += p[i] & t[i];
    union += p[i] | t[i];
  }
  if (union > 0) return intersection / union;
  const { empty = "perfect" } = options;
  return empty === "skip" ? undefined : Number(empty === "perfect");
}

function boundary(
  pixels: Uint8Array,
  bit: number,
  shape: readonly number[],
  spacing: readonly number[],
  width: number,
): Uint8Array {
  const outside = pixels.map((value) => (value & bit ? 0 : 1));
  const squared = squaredDistanceTransform(outside, shape, { spacing });
  return outside.map((out, i) => (!out && squared[i] <= width * width ? 1 : 0));
}
