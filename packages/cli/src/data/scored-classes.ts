import type { ImageEntry } from "./image-source.ts";

/**
 * The classes that means are taken over, by index: all but one that is called background, and but those that no mask holds, of which
 * there is nothing to score (labels with a gap, as 0, 1, 2, 4 have).
 */
export function scoredClasses(
  classes: readonly string[],
  images: readonly Pick<ImageEntry, "classPixels">[],
): number[] {
  const first = /^background$/i.test(classes[0]) ? 1 : 0;
  return classes.flatMap((_, c) => (c >= first && isHeld(c, images) ? [c] : []));
}

function isHeld(c: number, images: readonly Pick<ImageEntry, "classPixels">[]): boolean {
  return images.some(({ classPixels }) => classPixels[c] > 0);
}
