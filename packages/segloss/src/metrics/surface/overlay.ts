import { check } from "../../door/check.ts";
import { LABELS, WHOLE } from "../../door/kinds.ts";
import { readLabels } from "../../door/read-labels.ts";
import { gridAxes, type LabelArray } from "../../fields/grid.ts";

export interface OverlayOptions {
  /** The class whose surface is meant. Default: everything that is not 0. */
  readonly label?: number;
  /** Labels of the truth whose pixels are outside of both masks. */
  readonly ignore?: number | readonly number[];
}

/** Bits of an overlay's pixels. */
export const PREDICTED = 1;
export const TRUE = 2;

/**
 * Two masks in one array, cut to what they cover together with a margin of one empty pixel, so that every
 * pixel of a mask has all its neighbours. Distances between their pixels are those of the whole image.
 */
export interface Overlay {
  /** 0 outside, `PREDICTED`, `TRUE` or both; last axis of the shape fastest. */
  readonly pixels: Uint8Array;
  readonly shape: readonly number[];
}

/**
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when the label maps and the shape do not fit each other
 */
export function overlay(
  prediction: LabelArray,
  annotation: LabelArray,
  shape: readonly number[],
  options: OverlayOptions = {},
): Overlay {
  const predicted = readLabels("prediction", prediction);
  const truth = readLabels("truth", annotation);
  if (options.label !== undefined) check("label", options.label, WHOLE);
  if (options.ignore !== undefined) check("ignore", options.ignore, LABELS);
  gridAxes("prediction", predicted.length, shape);
  gridAxes("truth", truth.length, shape);
  const pixels = new Uint8Array(truth.length);
  markMask(predicted, options.label, PREDICTED, pixels);
  markMask(truth, options.label, TRUE, pixels);
  for (const label of [options.ignore ?? []].flat()) clearWhere(truth, label, pixels);
  return cut(pixels, shape);
}

function markMask(labels: LabelArray, label: number | undefined, bit: number, pixels: Uint8Array): void {
  if (label === undefined) for (let i = 0; i < labels.length; i++) pixels[i] |= labels[i] ? bit : 0;
  else for (let i = 0; i < labels.length; i++) pixels[i] |= labels[i] === label ? bit : 0;
}

function clearWhere(truth: LabelArray, label: number, pixels: Uint8Array): void {
  for (let i = 0; i < truth.length; i++) if (truth[i] === label) pixels[i] = 0;
}

/** The part between the first and the last pixel that is not 0 along each axis, and the margin. */
function cut(pixels: Uint8Array, shape: readonly number[]): Overlay {
  const [depth, height, width] = [1, 1, ...shape].slice(-3);
  const [z0, z1] = covered(depth, (z) => has(pixels, z * height * width, (z + 1) * height * width));
  const [y0, y1] = covered(height, (y) => hasRow(pixels, y, z0, z1, height, width));
  const [x0, x1] = coveredColumns(pixels, z0, z1, y0, y1, height, width);
  const axes = shape.length;
  const margins = [axes > 2 ? 1 : 0, axes > 1 ? 1 : 0, 1];
  const sizes = [z1 - z0, y1 - y0, x1 - x0].map((size, k) => Math.max(size, 1) + 2 * margins[k]);
  const result = new Uint8Array(sizes[0] * sizes[1] * sizes[2]);
  for (let z = z0; z < z1; z++) {
    for (let y = y0; y < y1; y++) {
      const from = (z * height + y) * width;
      const to = ((z - z0 + margins[0]) * sizes[1] + y - y0 + margins[1]) * sizes[2] + margins[2];
      result.set(pixels.subarray(from + x0, from + x1), to);
    }
  }
  return { pixels: result, shape: sizes.slice(3 - axes) };
}

/** From the first place that is covered to the one after the last; [0, 0] without any. */
function covered(size: number, isCovered: (at: number) => boolean): [number, number] {
  let first = 0;
  while (first < size && !isCovered(first)) first++;
  if (first === size) return [0, 0];
  let end = size;
  while (!isCovered(end - 1)) end--;
  return [first, end];
}

function has(pixels: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (pixels[i]) return true;
  return false;
}

function hasRow(pixels: Uint8Array, y: number, z0: number, z1: number, height: number, width: number) {
  for (let z = z0; z < z1; z++) {
    const row = (z * height + y) * width;
    if (has(pixels, row, row + width)) return true;
  }
  return false;
}

/** Like `covered` along the last axis, which is read row by row: memory in order. */
function coveredColumns(
  pixels: Uint8Array,
  z0: number,
  z1: number,
  y0: number,
  y1: number,
  height: number,
  width: number,
): [number, number] {
  let first = width;
  let end = 0;
  for (let z = z0; z < z1; z++) {
    for (let y = y0; y < y1; y++) {
      const row = (z * height + y) * width;
      for (let x = 0; x < first; x++) if (pixels[row + x]) first = x;
      for (let x = width - 1; x >= end; x--) if (pixels[row + x]) end = x + 1;
    }
  }
  return end === 0 ? [0, 0] : [first, end];
}
