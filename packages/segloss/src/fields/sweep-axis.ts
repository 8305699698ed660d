import { type Axis, line } from "./grid.ts";
import { addParabola, eachSegment, type LowerEnvelope, lowerEnvelope } from "./lower-envelope.ts";

/**
 * One axis more: every value becomes the least over its line of value + distance^2, in place; names, if there are any, go
 * with the values.
 *
 * A 0 stays, and beyond it nothing is nearer than itself: what lies between two of them is done by itself.
 */
export function sweepAxis(squared: Float64Array, axis: Axis, names?: Int32Array): void {
  if (axis.size === 1) return;
  const sweep: Sweep = {
    ...{ squared, names, axis, envelope: lowerEnvelope(axis.size) },
    before: new Int32Array(names ? axis.size : 0),
  };
  const lines = squared.length / axis.size;
  for (let k = 0; k < lines; k++) {
    const base = line(axis, k);
    for (let from = 0; from < axis.size; from++) {
      if (squared[base + from * axis.stride] === 0) continue;
      const end = nextZero(squared, base, axis, from);
      sweepPart(sweep, base, from, end);
      from = end;
    }
  }
}

/** The first place from `from` on where there is a 0; the size of the line where there is none. */
function nextZero(squared: Float64Array, base: number, { size, stride }: Axis, from: number): number {
  for (let x = from, at = base + from * stride; x < size; x++, at += stride) if (squared[at] === 0) return x;
  return size;
}

interface Sweep {
  readonly squared: Float64Array;
  readonly names: Int32Array | undefined;
  readonly axis: Axis;
  /** Scratch memory of a line. */
  readonly envelope: LowerEnvelope;
  readonly before: Int32Array;
}

/** Places `from` to before `end` of a line, with the zeros on both sides. */
function sweepPart(
  { squared, names, axis: { size, stride, step }, envelope, before }: Sweep,
  base: number,
  from: number,
  end: number,
): void {
  const perStep = 1 / (step * step);
  const first = Math.max(0, from - 1);
  const stop = Math.min(end + 1, size);
  let isLevel = true;
  envelope.count = 0;
  for (let x = first, at = base + first * stride; x < stop; x++, at += stride) {
    const value = squared[at];
    // Of a line of equal values none is nearer to another's.
    if (value !== squared[base]) isLevel = false;
    if (names) before[x] = names[at];
    if (value < Infinity) addParabola(envelope, x, value, perStep, from, end - 1);
  }
  if (isLevel) return;
  eachSegment(envelope, end, (site, value, start, next) => {
    for (let x = start, at = base + start * stride; x < next; x++, at += stride) {
      const d = (x - site) * step;
      squared[at] = value + d * d;
      if (names) names[at] = before[site];
    }
  });
}
