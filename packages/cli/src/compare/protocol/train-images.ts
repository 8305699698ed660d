import type { PlannedFinals } from "./plan.ts";

/** Images that a final training is trained on: those of the other folds, or of a single split its own. */
export function trainImages(
  { fold: foldOf, train = [] }: Pick<PlannedFinals, "fold" | "train">,
  repeat: number,
  fold: number,
): number[] {
  return foldOf[repeat].flatMap((own, image) =>
    (own >= 0 && own !== fold) || train.includes(image) ? [image] : [],
  );
}
