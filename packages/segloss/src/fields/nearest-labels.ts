import { checkOptions } from "../door/check-options.ts";
import { ANY } from "../door/kinds.ts";
import { readLabels } from "../door/read-labels.ts";
import { type Axis, gridAxes, type LabelArray, line } from "./grid.ts";
import { addParabola, type LowerEnvelope, lowerEnvelope } from "./lower-envelope.ts";

/**
 * The label of the nearest pixel that is not 0, for every pixel: the Voronoi regions of the labels. Of
 * labels that are equally near any one is taken; 0 everywhere when there is none. Time linear in the pixels.
 *
 * @param shape [width], [height, width] or [depth, height, width]
 * @throws RangeError when labels, shape and spacing do not fit each other
 *
 * @example nearestLabels(new Uint8Array([0, 3, 0, 0, 0, 5]), [6]) // 3, 3, 3, 3, 5, 5
 */
export function nearestLabels(
  given: LabelArray,
  shape: readonly number[],
  options: { readonly spacing?: readonly number[] } = {},
): Int32Array {
  checkOptions("nearestLabels", options, { spacing: ANY });
  const { spacing } = options;
  const labels = readLabels("labels", given);
  const axes = gridAxes("labels", labels.length, shape, spacing);
  const nearest = Int32Array.from(labels);
  const squared = new Float64Array(labels.length);
  for (let i = 0; i < squared.length; i++) if (!labels[i]) squared[i] = Infinity;
  for (const axis of axes) sweepAxis(squared, nearest, axis);
  return nearest;
}

function sweepAxis(squared: Float64Array, nearest: Int32Array, axis: Axis): void {
  const envelope = lowerEnvelope(axis.size);
  const names = new Int32Array(axis.size);
  const lines = squared.length / axis.size;
  if (axis.size > 1)
    for (let k = 0; k < lines; k++) sweepLine(squared, nearest, line(axis, k), axis, envelope, names);
}

function sweepLine(
  squared: Float64Array,
  nearest: Int32Array,
  base: number,
  { size, stride, step }: Axis,
  envelope: LowerEnvelope,
  names: Int32Array,
): void {
  if (isLevel(squared, base, size, stride)) return;
  envelope.count = 0;
  for (let x = 0; x < size; x++) {
    names[x] = nearest[base + x * stride];
    const v = squared[base + x * stride];
    if (v < Infinity) addParabola(envelope, x, v, 1 / (step * step), 0, size - 1);
  }
  const { site, start, value, count } = envelope;
  for (let k = 0; k < count; k++) {
    const end = k + 1 < count ? start[k + 1] : size;
    for (let x = start[k]; x < end; x++) {
      const d = (x - site[k]) * step;
      squared[base + x * stride] = value[k] + d * d;
      nearest[base + x * stride] = names[site[k]];
    }
  }
}

/** Whether all of a line are equally far from theirs, so that none is nearer to another's. */
function isLevel(squared: Float64Array, base: number, size: number, stride: number): boolean {
  const first = squared[base];
  const end = base + size * stride;
  for (let at = base; at < end; at += stride) if (squared[at] !== first) return false;
  return true;
}
