import { contourLength } from "./contour-length.ts";
import { cubeArea } from "./cube-area.ts";
import { possibleCells } from "./ignored-corners.ts";
import { IGNORED, type Overlay, PREDICTED } from "./overlay.ts";
import type { SurfacePoints } from "./surface-points.ts";

/**
 * Surface as elements: one where four pixels (eight in 3-D) meet that are not all inside or all outside, with the
 * length (area) of the contour through the middles of the sides between them, marching squares (cubes). Of a cell with ignored pixels the known ones say whether it has an
 * element, and its size is the mean over what the others can be (`possibleCells`).
 *
 * S. Nikolov and others, Journal of Medical Internet Research 23 (7), 2021.
 */
export function surfaceElements({ pixels, shape }: Overlay, spacing: readonly number[]): SurfacePoints {
  const [depth, height, width] = [1, ...shape].slice(-3);
  const flat = shape.length === 2;
  const [slices, rows, columns] = [flat ? 1 : depth - 1, height - 1, width - 1];
  const square = [0, 1, width, width + 1];
  const corners = flat ? square : [...square, ...square.map((step) => step + height * width)];
  const marks = new Uint8Array(slices * rows * columns);
  for (let z = 0, k = 0; z < slices; z++)
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++, k++) marks[k] = mixed(pixels, (z * height + y) * width + x, corners);
  const sizes = new Map<number, number>();
  return { shape: shape.map((size) => size - 1), marks, measure };

  function measure(point: number, bit: number): number {
    const x = point % columns;
    const row = (point - x) / columns;
    const y = row % rows;
    const at = (((row - y) / rows) * height + y) * width + x;
    const shift = bit === PREDICTED ? 0 : 1;
    let inside = 0;
    let ignored = 0;
    for (let k = 0; k < corners.length; k++) {
      const value = pixels[at + corners[k]];
      inside |= ((value >> shift) & 1) << k;
      if (value === IGNORED) ignored |= 1 << k;
    }
    const key = inside | (ignored << 8);
    const size = sizes.get(key) ?? meanSize(inside, ignored);
    sizes.set(key, size);
    return size;
  }

  function meanSize(inside: number, ignored: number): number {
    const cells = possibleCells(inside, ignored, corners.length);
    const sizeOf = (cell: number) => (flat ? contourLength(cell, spacing) : cubeArea(cell, spacing));
    return cells.reduce((sum, cell) => sum + sizeOf(cell), 0) / cells.length;
  }
}

/** Bits of the masks that are inside at some of the known corners and outside at others. */
function mixed(pixels: Uint8Array, at: number, corners: readonly number[]): number {
  let some = 0;
  let all = 255;
  for (let k = 0; k < corners.length; k++) {
    const value = pixels[at + corners[k]];
    if (value !== IGNORED) some |= value;
    all &= value;
  }
  return some & ~all;
}
