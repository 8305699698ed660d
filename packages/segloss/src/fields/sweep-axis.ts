import { type Axis, line } from "./grid.ts";
import { addParabola, eachSegment, type LowerEnvelope, lowerEnvelope } from "./lower-envelope.ts";

/**
 * One axis more: every value becomes the least over its line of value + distance^2, in place; names, if there are any, go
 * with the values.
 */
export function sweepAxis(squared: Float64Array, axis: Axis, names?: Int32Array): void {
  if (axis.size === 1) return;
  const envelope = lowerEnvelope(axis.size);
  const before = new Int32Array(axis.size);
  const lines = squared.length / axis.size;
  for (let k = 0; k < lines; k++) sweepLine(squared, line(axis, k), axis, envelope, names, before);
}

function sweepLine(
  squared: Float64Array,
  base: number,
  { size, stride, step }: Axis,
  envelope: LowerEnvelope,
  names: Int32Array | undefined,
  before: Int32Array,
): void {
  const perStep = 1 / (step * step);
  let isLevel = true;
  envelope.count = 0;
  for (let x = 0, at = base; x < size; x++, at += stride) {
    const value = squared[at];
    // Of a line of equal values none is nearer to another's.
    if (value !== squared[base]) isLevel = false;
    if (names) before[x] = names[at];
    if (value < Infinity) addParabola(envelope, x, value, perStep, 0, size - 1);
  }
  if (isLevel) return;
  eachSegment(envelope, size, (site, value, from, end) => {
    for (let x = from, at = base + x * stride; x < end; x++, at += stride) {
      const d = (x - site) * step;
      squared[at] = value + d * d;
      if (names) names[at] = before[site];
    }
  });
}
