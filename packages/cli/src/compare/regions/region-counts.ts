import type { Counts } from "./is-constant.ts";

/** Counts of each region, and the pixels that count. */
export interface RegionCounts {
  readonly regions: readonly Counts[];
  readonly pixels: number;
}

/**
 * Counts the pixels of images that are predicted inside of each region (logit above 0) and are.
 *
 * @param logits and truth [images, regions, pixels]
 * @param isLeftOut of a pixel [images, pixels]
 */
export function regionCounts(
  logits: Float32Array,
  truth: Float32Array,
  regions: number,
  isLeftOut: (pixel: number) => boolean,
  images = 1,
): RegionCounts {
  const counts = Array.from({ length: regions }, () => ({ tp: 0, fp: 0, fn: 0 }));
  const size = logits.length / (images * regions);
  let pixels = 0;
  for (let pixel = 0; pixel < images * size; pixel++) {
    if (isLeftOut(pixel)) continue;
    pixels++;
    const first = Math.floor(pixel / size) * regions * size + (pixel % size);
    for (let k = 0; k < regions; k++) {
      const [predicted, isTrue] = [logits[first + k * size] > 0, truth[first + k * size] > 0];
      if (predicted && isTrue) counts[k].tp++;
      else if (predicted) counts[k].fp++;
      else if (isTrue) counts[k].fn++;
    }
  }
  return { regions: counts, pixels };
}
