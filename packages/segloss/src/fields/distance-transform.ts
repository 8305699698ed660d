import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY, FLOATS } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { checkOutput, gridAxes, type LabelArray } from "./grid.ts";
import { scanFirstAxis } from "./scan-first-axis.ts";
import { sweepAxis } from "./sweep-axis.ts";

export interface DistanceOptions {
  /** Pixel size along each axis of the shape, in the unit of the result. Default: 1 along each. */
  readonly spacing?: readonly number[];
  /** Where to write the result, one value per pixel. Default: a new array. */
  readonly output?: Float64Array;
}

/** What every function that measures distances takes. */
export const DISTANCE_OPTIONS: Readonly<Record<string, Kind>> = { spacing: ANY, output: FLOATS };

/**
 * Exact Euclidean distance from the centre of every pixel to that of the nearest nonzero pixel of `mask`:
 * 0 on the mask, Infinity everywhere when it is empty. Time linear in the pixels.
 *
 * @param mask one value per pixel, last axis of the shape fastest
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when mask, shape, spacing and output do not fit each other
 *
 * @example distanceTransform(new Uint8Array([0, 0, 1, 0]), [4]) // 2, 1, 0, 1
 */
export function distanceTransform(
  mask: LabelArray,
  shape: readonly number[],
  options: DistanceOptions = {},
): Float64Array {
  const distance = squaredDistanceTransform(mask, shape, options);
  for (let i = 0; i < distance.length; i++) distance[i] = Math.sqrt(distance[i]);
  return distance;
}

/**
 * The square of `distanceTransform`, without rounding when the spacing is whole.
 * The first axis is scanned both ways, every further axis takes lower envelopes line by line.
 */
export function squaredDistanceTransform(
  given: LabelArray,
  shape: readonly number[],
  options: DistanceOptions = {},
): Float64Array {
  checkOptions("distances", options, DISTANCE_OPTIONS);
  const { spacing, output } = options;
  const mask = readLabels("mask", given);
  const axes = gridAxes("mask", mask.length, shape, spacing);
  const squared = output ?? new Float64Array(mask.length);
  checkOutput("output", squared, mask.length);
  scanFirstAxis(mask, axes[0], squared, Infinity);
  squareSteps(squared, axes[0].step);
  for (const axis of axes.slice(1)) sweepAxis(squared, axis);
  return squared;
}

/** Steps become squared distances. */
export function squareSteps(values: Float64Array, step: number): void {
  for (let i = 0; i < values.length; i++) values[i] = (values[i] * step) ** 2;
}
