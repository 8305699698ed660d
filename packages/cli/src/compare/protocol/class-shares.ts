import type { ImageEntry } from "../../data/image-source.ts";

/** Share of each class in the pixels of some images that are not ignored. */
export function classShares(
  images: readonly Pick<ImageEntry, "classPixels" | "counted">[],
  classes: number,
): number[] {
  const pixels = Array.from({ length: classes }, (_, c) =>
    images.reduce((sum, { classPixels }) => sum + classPixels[c], 0),
  );
  const all = images.reduce((sum, one) => sum + countedPixels(one), 0);
  return pixels.map((one) => one / Math.max(1, all));
}

/** Pixels of an image that are not ignored. */
export function countedPixels({ classPixels, counted }: Pick<ImageEntry, "classPixels" | "counted">): number {
  return counted ?? classPixels.reduce((a, b) => a + b, 0);
}
