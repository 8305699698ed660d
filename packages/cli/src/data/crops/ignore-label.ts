import type { ImageSource } from "../image-source.ts";

/**
 * The label of pixels that are left out in crops of some images: the set's own, or one that no class has where an image is smaller than a crop;
 * undefined where there is nothing to leave out.
 */
export function ignoreLabel(
  source: ImageSource,
  images: readonly number[],
  size: number,
): number | undefined {
  const { ignore, classes } = source;
  if (ignore !== undefined) return ignore;
  const overhangs = images.some(
    (image) => source.images[image].width < size || source.images[image].height < size,
  );
  return overhangs ? freeLabel(classes.length) : undefined;
}

/** A label that no class has. */
export function freeLabel(classes: number): number {
  return classes <= 255 ? 255 : 65535;
}
