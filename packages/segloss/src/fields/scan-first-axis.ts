import type { Axis, LabelArray } from "./grid.ts";

/**
 * Writes the steps along the first axis to the nearest pixel of the mask, `none` or more where there is none: whole slices
 * at a time, so memory is read in order.
 */
export function scanFirstAxis(
  mask: LabelArray,
  { size, stride }: Axis,
  steps: Float64Array | Int32Array,
  none: number,
): void {
  const end = size * stride;
  for (let i = 0; i < stride; i++) steps[i] = mask[i] ? 0 : none;
  for (let i = stride; i < end; i++) steps[i] = mask[i] ? 0 : steps[i - stride] + 1;
  for (let i = end - stride - 1; i >= 0; i--) {
    const after = steps[i + stride] + 1;
    if (after < steps[i]) steps[i] = after;
  }
}
