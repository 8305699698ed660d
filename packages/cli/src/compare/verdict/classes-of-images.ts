import type { Holds } from "../protocol/is-trained-on.ts";
import type { DataDescription, LossResult } from "../protocol/results.ts";

/** Which classes the truth of each image holds; of older results of the tested images alone. */
export type ClassesOfImages = ReadonlyMap<number, readonly boolean[]>;

/** As the data state it, else from the counts of any prediction of an image. */
export function classesOfImages(
  losses: readonly Pick<LossResult, "trials">[],
  { images, classes }: Pick<DataDescription, "images" | "classes">,
): ClassesOfImages {
  if (images.every(({ holds }) => holds))
    return new Map(images.map(({ holds }, image) => [image, classes.map((_, c) => holds!.includes(c))]));
  const evidence = losses.flatMap(({ trials }) => trials.flatMap((trial) => trial.evidence));
  return new Map(evidence.map(({ image, tp, fn }) => [image, tp.map((count, c) => count + fn[c] > 0)]));
}

/** Of images of which nothing is known any may hold a class, unless the others are all that do. */
export function holdsOf(
  known: ClassesOfImages,
  { classImages }: Pick<DataDescription, "classImages">,
): Holds {
  const isOpen = classImages.map((all, c) => [...known.values()].filter((holds) => holds[c]).length < all);
  return (image, c) => known.get(image)?.[c] ?? isOpen[c];
}
