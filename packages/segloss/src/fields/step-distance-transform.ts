import { checkOptions } from "../door/check-options.ts";
import { ANY } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { shown } from "../door/shown.ts";
import { type Axis, gridAxes, type LabelArray, line } from "./grid.ts";

export interface StepDistanceOptions {
  /** Chessboard: the greatest of the distances along the axes. Taxicab: their sum. */
  readonly distance: "chessboard" | "taxicab";
  /** Pixel size along each axis of the shape, in the unit of the result. Default: 1 along each. */
  readonly spacing?: readonly number[];
}

/**
 * Exact chessboard or taxicab distance from every pixel to the nearest nonzero pixel of `mask`: 0 on the mask, Infinity
 * everywhere when it is empty. Time linear in the pixels: along each axis in turn, since the nearest of a plane is the
 * nearest of its lines' nearest.
 *
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when mask, shape and spacing do not fit each other
 *
 * @example stepDistanceTransform(new Uint8Array([1, 0, 0, 0]), [2, 2], { distance: "taxicab" }) // 0, 1, 1, 2
 */
export function stepDistanceTransform(
  given: LabelArray,
  shape: readonly number[],
  options: StepDistanceOptions,
): Float64Array {
  checkOptions("stepDistanceTransform", options, { distance: ANY, spacing: ANY });
  const { distance, spacing } = options;
  const mask = readLabels("mask", given);
  if (distance !== "chessboard" && distance !== "taxicab")
    throw new RangeError(`distance must be "chessboard" or "taxicab", got ${shown(distance)}`);
  const axes = gridAxes("mask", mask.length, shape, spacing);
  const result = Float64Array.from(mask, (value) => (value ? 0 : Infinity));
  axes.forEach((axis, k) => {
    const sweep = distance === "taxicab" || k === 0 ? addSteps : greatest(axis.size);
    for (let one = 0; one < result.length / axis.size; one++) sweep(result, line(axis, one), axis);
  });
  return result;
}

/** Least over the line of value + distance, in place, by a scan each way. */
function addSteps(values: Float64Array, base: number, { size, stride, step }: Axis): void {
  for (let x = 1; x < size; x++) {
    const at = base + x * stride;
    values[at] = Math.min(values[at], values[at - stride] + step);
  }
  for (let x = size - 2; x >= 0; x--) {
    const at = base + x * stride;
    values[at] = Math.min(values[at], values[at + stride] + step);
  }
}

/**
 * Least over the line of max(value, distance), in place. Like `lowerEnvelope`: of two sites the later one is no worse from
 * some pixel on, so each new site hides a suffix of those before it.
 *
 * A. Meijster and others, "A General Algorithm for Computing Distance Transforms in Linear Time", 2000, here for any step.
 */
function greatest(size: number) {
  const [sites, starts, heights] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)];
  return (values: Float64Array, base: number, { stride, step }: Axis): void => {
    let count = 0;
    const at = (x: number, k: number) => Math.max(heights[k], Math.abs(x - sites[k]) * step);
    for (let x = 0; x < size; x++) {
      const value = values[base + x * stride];
      if (value === Infinity) continue;
      const own = (other: number) => Math.max(value, Math.abs(other - x) * step);
      while (count > 0 && own(starts[count - 1]) <= at(starts[count - 1], count - 1)) count--;
      const start = count === 0 ? 0 : firstNoWorse(sites[count - 1], heights[count - 1], x, value, step);
      if (start >= size) continue;
      sites[count] = x;
      starts[count] = start;
      heights[count++] = value;
    }
    for (let k = 0; k < count; k++) {
      const end = k + 1 < count ? starts[k + 1] : size;
      for (let x = starts[k]; x < end; x++) values[base + x * stride] = at(x, k);
    }
  };
}

/** The first pixel at which the later of two sites is no farther than the earlier one. */
function firstNoWorse(
  before: number,
  height: number,
  site: number,
  siteHeight: number,
  step: number,
): number {
  const middle = (before + site) / 2;
  return height <= siteHeight
    ? Math.ceil(Math.max(before + siteHeight / step, middle))
    : Math.ceil(Math.min(site - height / step, middle));
}
