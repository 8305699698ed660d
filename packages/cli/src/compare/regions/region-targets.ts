import type { PlannedRegion } from "../protocol/plan.ts";

/** Where each region is: [images, regions, pixels], 1 inside; 0 for labels that are no class, too. */
export function regionTargets(
  masks: Uint8Array | Uint16Array,
  images: number,
  regions: readonly PlannedRegion[],
  ignore: number | undefined,
): Float32Array {
  const pixels = masks.length / images;
  const values = new Float32Array(masks.length * regions.length);
  const holds = regions.map(({ classes }) =>
    Uint8Array.from({ length: 1 + Math.max(...classes) }, (_, c) => (classes.includes(c) ? 1 : 0)),
  );
  for (let image = 0; image < images; image++)
    for (const [k, isInside] of holds.entries()) {
      const to = (image * regions.length + k) * pixels;
      for (let i = 0; i < pixels; i++) {
        const label = masks[image * pixels + i];
        if (label !== ignore && isInside[label] === 1) values[to + i] = 1;
      }
    }
  return values;
}
