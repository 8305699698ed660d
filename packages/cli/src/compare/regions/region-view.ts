import type { ImageEntry, ImageSource } from "../../data/image-source.ts";
import type { PlannedRegion } from "../protocol/plan.ts";

/**
 * A source as its regions see it: they are its classes, in names and in pixels of each image. Masks stay as they are. The source itself where there
 * are none.
 */
export function regionView<S extends Pick<ImageSource, "classes" | "images">>(
  source: S,
  regions: readonly PlannedRegion[],
): S {
  if (regions.length === 0) return source;
  return {
    ...source,
    classes: regions.map(({ name }) => name),
    images: source.images.map((image) => seen(image, regions)),
  };
}

function seen(image: ImageEntry, regions: readonly PlannedRegion[]): ImageEntry {
  const { classPixels } = image;
  const sum = (classes: readonly number[]) => classes.reduce((all, c) => all + classPixels[c], 0);
  return {
    ...image,
    classPixels: regions.map(({ classes }) => sum(classes)),
    counted: sum([...classPixels.keys()]),
  };
}
