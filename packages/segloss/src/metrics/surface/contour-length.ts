/** Contour length by which of the four pixels are inside: bits 1 and 2 the upper row, 4 and 8 the lower. */
export function contourLength(inside: number, [stepY, stepX]: readonly number[]): number {
  const slant = Math.hypot(stepY, stepX) / 2;
  const pixels = [0, 1, 2, 3].filter((k) => inside & (1 << k)).length;
  if (pixels % 4 === 0) return 0;
  if (pixels !== 2) return slant;
  if (inside === 3 || inside === 12) return stepX;
  return inside === 5 || inside === 10 ? stepY : 2 * slant;
}
