import { type Overlay, PREDICTED } from "./overlay.ts";
import type { SurfacePoints } from "./surface-points.ts";

/**
 * Surface as contour elements, 2-D: one where four pixels meet that are not all inside or all outside,
 * with the length of the contour through the middles of the sides between them. Such contours are those
 * of S. Nikolov and others, Journal of Medical Internet Research 23 (7), 2021, in two dimensions.
 */
export function contourElements({ pixels, shape }: Overlay, spacing: readonly number[]): SurfacePoints {
  const [height, width] = shape;
  const [rows, columns] = [height - 1, width - 1];
  const marks = new Uint8Array(rows * columns);
  const lengths = contourLengths(spacing);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const i = y * width + x;
      const [a, b, c, d] = [pixels[i], pixels[i + 1], pixels[i + width], pixels[i + width + 1]];
      marks[y * columns + x] = (a | b | c | d) & ~(a & b & c & d);
    }
  }
  return { shape: [rows, columns], marks, measure };

  function measure(point: number, bit: number): number {
    const i = Math.floor(point / columns) * width + (point % columns);
    const shift = bit === PREDICTED ? 0 : 1;
    const inside = (k: number) => (pixels[k] >> shift) & 1;
    return lengths[
      inside(i) | (inside(i + 1) << 1) | (inside(i + width) << 2) | (inside(i + width + 1) << 3)
    ];
  }
}

/** Contour length by which of the four pixels are inside: bits 1 and 2 the upper row, 4 and 8 the lower. */
function contourLengths([stepY, stepX]: readonly number[]): number[] {
  const slant = Math.hypot(stepY, stepX) / 2;
  return Array.from({ length: 16 }, (_, code) => {
    const inside = [0, 1, 2, 3].filter((k) => code & (1 << k)).length;
    if (inside % 4 === 0) return 0;
    if (inside !== 2) return slant;
    if (code === 3 || code === 12) return stepX;
    return code === 5 || code === 10 ? stepY : 2 * slant;
  });
}
