import { FLOATS } from "../door/kinds.ts";
import { shown } from "../door/shown.ts";
/** Flat arrays that can hold masks and labels: integers, in the order of the shape, last axis fastest. */
export type LabelArray =
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array;

/** One axis of a flat array. The lines along it start at `line(axis, 0..lines-1)`. */
export interface Axis {
  /** Pixels along the axis. */
  readonly size: number;
  /** Distance in the flat array between neighbours along the axis. */
  readonly stride: number;
  /** Length of one step along the axis, in the caller's unit (mm, micrometres, pixels). */
  readonly step: number;
}

/**
 * The axes of a field, first axis first, after checking that they fit the data.
 *
 * @param name what the caller calls the data, for the messages
 * @throws RangeError when the shape is not 1 to 3 positive integers, does not hold `length` pixels,
 *   or the spacing is not one positive finite number per axis
 */
export function gridAxes(
  name: string,
  length: number,
  shape: readonly number[],
  given?: readonly number[],
): Axis[] {
  checkShape(name, length, shape);
  const spacing = given === undefined ? shape.map(() => 1) : given;
  checkSpacing(spacing, shape.length);
  let stride = length;
  return shape.map((size, k) => {
    stride /= size;
    return { size, stride, step: spacing[k] };
  });
}

/** Index of the first pixel of line number `k` along the axis. */
export function line(axis: Axis, k: number): number {
  const inner = k % axis.stride;
  return (k - inner) * axis.size + inner;
}

/** @throws RangeError when the caller's own output does not have one value per pixel */
export function checkOutput(name: string, output: { readonly length: number }, length: number): void {
  if (!FLOATS.fits(output)) throw new RangeError(`${name} must be ${FLOATS.expected}, got ${shown(output)}`);
  if (output.length === length) return;
  throw new RangeError(`${name} must hold ${length} values, one per pixel, but holds ${output.length}`);
}

function checkShape(name: string, length: number, shape: readonly number[]): void {
  const text = shown(shape);
  const isList = Array.isArray(shape) && shape.length >= 1 && shape.length <= 3;
  if (!isList || !shape.every((n) => Number.isInteger(n) && n > 0)) {
    throw new RangeError(
      `shape must be [width], [height, width] or [depth, height, width] in pixels, got ${text}`,
    );
  }
  const pixels = shape.reduce((a, b) => a * b, 1);
  if (pixels === length) return;
  throw new RangeError(
    `${name} holds ${length} values but shape ${text} has ${pixels} pixels; pass one image without channels at a time`,
  );
}

/** @throws RangeError when the spacing is not one positive finite number per axis */
export function checkSpacing(spacing: readonly number[], axes: number): void {
  const text = shown(spacing);
  if (!Array.isArray(spacing))
    throw new RangeError(`spacing must be a list with one number per axis of the shape, got ${text}`);
  if (spacing.length !== axes) {
    throw new RangeError(`spacing ${text} must have one number per axis of the shape, ${axes} in all`);
  }
  if (!spacing.every((s) => s > 0 && Number.isFinite(s))) {
    throw new RangeError(`spacing must be positive and finite along every axis, got ${text}`);
  }
}
