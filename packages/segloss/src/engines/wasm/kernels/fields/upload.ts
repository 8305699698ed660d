import type { LabelArray } from "../../../../fields/grid.ts";
import { type FieldLayout, paddedPixels } from "./layout.ts";

/** Writes a mask to a plane of bytes, nonzero inside. */
export function putMask(buffer: ArrayBuffer, address: number, mask: LabelArray, layout: FieldLayout): void {
  const plane = new Uint8Array(buffer, address, paddedPixels(layout));
  if (mask.BYTES_PER_ELEMENT === 1) putRows(plane, mask, layout);
  else putTruths(plane, mask, layout);
}

/** Writes labels to a plane of four bytes each, whatever their sign. */
export function putLabels(
  buffer: ArrayBuffer,
  address: number,
  labels: LabelArray,
  layout: FieldLayout,
): void {
  putRows(new Int32Array(buffer, address, paddedPixels(layout)), labels, layout);
}

/** Lines with 0 behind each, up to the pitch. */
function putRows(plane: Uint8Array | Int32Array, values: LabelArray, { width, pitch }: FieldLayout): void {
  if (width === pitch) {
    plane.set(values);
    return;
  }
  plane.fill(0);
  for (let from = 0, to = 0; from < values.length; from += width, to += pitch)
    plane.set(values.subarray(from, from + width), to);
}

function putTruths(plane: Uint8Array, values: LabelArray, { width, pitch }: FieldLayout): void {
  plane.fill(0);
  for (let from = 0, to = 0; from < values.length; from += width, to += pitch)
    for (let x = 0; x < width; x++) plane[to + x] = values[from + x] === 0 ? 0 : 1;
}
