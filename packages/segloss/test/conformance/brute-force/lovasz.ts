import type { Pixel } from "./pixels.ts";
import { averageOverClasses, type Region } from "./region.ts";

/**
 * Jaccard loss of getting exactly the pixels of `wrong` wrong: 1 - |T \ W| / |T u W|, with T the truth. Soft truths
 * and weights: a pixel belongs to T by the share y, and counts w. 0 when the union is empty.
 */
function jaccardLoss(pixels: readonly Pixel[], c: number, wrong: ReadonlySet<Pixel>): number {
  let intersection = 0;
  let union = 0;
  for (const pixel of pixels) {
    if (!wrong.has(pixel)) intersection += pixel.w * pixel.y[c];
    union += pixel.w * (wrong.has(pixel) ? 1 : pixel.y[c]);
  }
  return union === 0 ? 0 : 1 - intersection / union;
}

/**
 * Lovász extension of the Jaccard loss at the errors m >= 0 as a Choquet integral: the integral over t from 0 of the
 * Jaccard loss of {pixels with m >= t}, which needs no order among equal errors.
 */
function extension(pixels: readonly Pixel[], c: number, error: (pixel: Pixel) => number): number {
  const levels = [...new Set(pixels.map(error))].sort((a, b) => b - a);
  return levels.reduce((integral, level, k) => {
    const wrong = new Set(pixels.filter((pixel) => error(pixel) >= level));
    return integral + (level - (levels[k + 1] ?? 0)) * jaccardLoss(pixels, c, wrong);
  }, 0);
}

export function lovasz(region: Region): number {
  return averageOverClasses(region, (c) => extension(region.pixels, c, (x) => Math.abs(x.y[c] - x.p[c])));
}

export function lovaszHinge(region: Region): number {
  return averageOverClasses(region, (c) =>
    extension(region.pixels, c, (x) => Math.max(0, 1 - x.z[c] * (2 * x.y[c] - 1))),
  );
}
