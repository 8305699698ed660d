import type { Holds } from "../protocol/is-trained-on.ts";
import type { DataDescription, LossResult } from "../protocol/results.ts";

/** Which classes the truth of each tested image holds. */
export type ClassesOfImages = ReadonlyMap<number, readonly boolean[]>;

/** From the counts of any prediction of an image. */
export function classesOfImages(losses: readonly Pick<LossResult, "trials">[]): ClassesOfImages {
  const evidence = losses.flatMap(({ trials }) => trials.flatMap((trial) => trial.evidence));
  return new Map(evidence.map(({ image, tp, fn }) => [image, tp.map((count, c) => count + fn[c] > 0)]));
}

/** Images that no training was tested on may hold a class, unless those that were are all that do. */
export function holdsOf(
  known: ClassesOfImages,
  { classImages }: Pick<DataDescription, "classImages">,
): Holds {
  const isOpen = classImages.map((all, c) => [...known.values()].filter((holds) => holds[c]).length < all);
  return (image, c) => known.get(image)?.[c] ?? isOpen[c];
}
