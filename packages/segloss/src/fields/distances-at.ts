import { arrayKind } from "../door/array-kind.ts";
import { checkOptions } from "../door/check-options.ts";
import { ANY } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { shown } from "../door/shown.ts";
import { squaredDistanceTransform } from "./distance-transform.ts";
import { type Axis, gridAxes, type LabelArray } from "./grid.ts";
import { scanFirstAxis } from "./scan-first-axis.ts";

/** More steps along the first axis than any image has pixels, and small enough that one more fits 32 bits. */
const NONE = 2 ** 30;
/** Looking up this many values per pixel costs as much as the distance transform of the whole grid. */
const LOOK_UPS_PER_PIXEL = 4;

/**
 * Squared Euclidean distance from each of some pixels to the nearest pixel of a mask: the values that
 * `squaredDistanceTransform` has there, found faster where the mask is near.
 *
 * The distance along the first axis alone is known everywhere after two scans. The others are searched
 * outward from each pixel, until they are farther than what was found. Where the mask is far from many of
 * the pixels that takes long, and after so many look-ups the whole transform is made instead.
 *
 * @param points indices of pixels in the flat array
 * @param mask nonzero at what is near or far, last axis of the shape fastest
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when mask, shape and spacing do not fit each other
 */
export function squaredDistancesAt(
  points: Int32Array,
  given: LabelArray,
  shape: readonly number[],
  options: { readonly spacing?: readonly number[] } = {},
): Float64Array {
  checkOptions("squaredDistancesAt", options, { spacing: ANY });
  const { spacing } = options;
  const mask = readLabels("mask", given);
  const axes = gridAxes("mask", mask.length, shape, spacing);
  checkPoints(points, mask.length);
  const steps = new Int32Array(mask.length);
  scanFirstAxis(mask, axes[0], steps, NONE);
  const found = search(points, steps, axes);
  if (found) return found;
  const all = squaredDistanceTransform(mask, shape, spacing ? { spacing } : {});
  return Float64Array.from(points, (point) => all[point]);
}

function checkPoints(points: Int32Array, pixels: number): void {
  if (arrayKind(points) !== "Int32Array")
    throw new RangeError(`points must be an Int32Array of indices of pixels, got ${shown(points)}`);
  const at = points.findIndex((point) => point < 0 || point >= pixels);
  if (at < 0) return;
  throw new RangeError(`points must be from 0 to ${pixels - 1}, got ${points[at]} at index ${at}`);
}

/** undefined when it would take too long. */
function search(points: Int32Array, steps: Int32Array, axes: readonly Axis[]): Float64Array | undefined {
  const flat: Axis = { size: 1, stride: steps.length, step: 1 };
  const [first, row = flat, column = flat] = axes.length === 2 ? [axes[0], flat, axes[1]] : axes;
  const squared = new Float64Array(points.length);
  let left = LOOK_UPS_PER_PIXEL * steps.length + points.length;
  for (let k = 0; k < points.length; k++) {
    const point = points[k];
    const y = Math.floor(point / row.stride) % row.size;
    const x = Math.floor(point / column.stride) % column.size;
    let best = Infinity;
    // Rows by turns before and after the pixel: 0, 1, -1, 2, -2, ...
    for (let away = 0; away < row.size; away++) {
      const dy = away * row.step;
      if (dy * dy >= best) break;
      if (y + away < row.size)
        best = nearestInRow(steps, point + away * row.stride, x, dy, first, column, best);
      if (away > 0 && y >= away)
        best = nearestInRow(steps, point - away * row.stride, x, dy, first, column, best);
      left -= 1 + Math.min(column.size, (2 * Math.sqrt(Math.max(best, 1))) / column.step);
    }
    if (left < 0) return undefined;
    squared[k] = best;
  }
  return squared;
}

/** The least squared distance among `best` and those by way of a row, from its pixel at `x` outward. */
function nearestInRow(
  steps: Int32Array,
  at: number,
  x: number,
  dy: number,
  first: Axis,
  { size, stride, step }: Axis,
  best: number,
): number {
  const across = dy * dy;
  for (let away = 0; away < size; away++) {
    const dx = away * step;
    if (across + dx * dx >= best) return best;
    const before = x >= away ? steps[at - away * stride] : NONE;
    const after = x + away < size ? steps[at + away * stride] : NONE;
    const nearer = before < after ? before : after;
    if (nearer >= NONE) continue;
    const dz = nearer * first.step;
    // In the order of the distance transform, so that both round the same.
    const squared = dz * dz + across + dx * dx;
    if (squared < best) best = squared;
  }
  return best;
}
