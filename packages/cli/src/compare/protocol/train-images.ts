import type { FinalCell } from "./final-cells.ts";
import type { PlannedFinals } from "./plan.ts";

type Sides = Pick<PlannedFinals, "fold" | "train">;

/** Images that a final training is trained on: those of the other folds, or of a single split its own. */
export function trainImages(finals: Sides, repeat: number, fold: number): number[] {
  return finals.fold[repeat].flatMap((_, image) =>
    isTrainImage(finals, { repeat, fold }, image) ? [image] : [],
  );
}

/** Whether a final training is trained on an image. */
export function isTrainImage(
  { fold: foldOf, train = [] }: Sides,
  { repeat, fold }: FinalCell,
  image: number,
): boolean {
  const own = foldOf[repeat][image];
  return (own >= 0 && own !== fold) || train.includes(image);
}
