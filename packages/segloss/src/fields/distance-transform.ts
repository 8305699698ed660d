import { checkOptions } from "../door/check-options.ts";
import type { Kind } from "../door/kind.ts";
import { ANY, FLOATS } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { type Axis, checkOutput, gridAxes, type LabelArray, line } from "./grid.ts";
import { addParabola, type LowerEnvelope, lowerEnvelope } from "./lower-envelope.ts";

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
  scanFirstAxis(mask, axes[0], squared);
  for (const axis of axes.slice(1)) sweepAxis(squared, axis);
  return squared;
}

/** Squared distance along the first axis alone: whole slices at a time, so memory is read in order. */
function scanFirstAxis(mask: LabelArray, { size, stride, step }: Axis, squared: Float64Array): void {
  const end = size * stride;
  for (let i = 0; i < stride; i++) squared[i] = mask[i] ? 0 : Infinity;
  for (let i = stride; i < end; i++) squared[i] = mask[i] ? 0 : squared[i - stride] + 1;
  for (let i = end - stride - 1; i >= 0; i--) {
    const after = squared[i + stride] + 1;
    if (after < squared[i]) squared[i] = after;
  }
  for (let i = 0; i < end; i++) {
    const distance = squared[i] * step;
    squared[i] = distance * distance;
  }
}

function sweepAxis(squared: Float64Array, axis: Axis): void {
  const envelope = lowerEnvelope(axis.size);
  const lines = squared.length / axis.size;
  if (axis.size > 1) for (let k = 0; k < lines; k++) sweepLine(squared, line(axis, k), axis, envelope);
}

function sweepLine(squared: Float64Array, base: number, axis: Axis, envelope: LowerEnvelope): void {
  const { size, stride, step } = axis;
  const { site, start, value } = envelope;
  const perStep = 1 / (step * step);
  envelope.count = 0;
  for (let x = 0; x < size; x++) {
    const v = squared[base + x * stride];
    if (v < Infinity) addParabola(envelope, x, v, perStep, 0, size - 1);
  }
  for (let k = 0; k < envelope.count; k++) {
    const end = k + 1 < envelope.count ? start[k + 1] : size;
    for (let x = start[k]; x < end; x++) {
      const d = (x - site[k]) * step;
      squared[base + x * stride] = value[k] + d * d;
    }
  }
}
