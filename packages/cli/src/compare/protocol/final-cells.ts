import type { PlannedFinals } from "./plan.ts";

/** A fold of a repeat, in which every loss has one final training. */
export interface FinalCell {
  readonly repeat: number;
  readonly fold: number;
}

/** All of them, repeat by repeat. */
export function finalCells({ fold: foldOf, folds }: Pick<PlannedFinals, "fold" | "folds">): FinalCell[] {
  return foldOf.flatMap((_, repeat) => Array.from({ length: folds }, (_cell, fold) => ({ repeat, fold })));
}

/** Images that the network of a cell is tested on. */
export function testImages(
  { fold: foldOf }: Pick<PlannedFinals, "fold">,
  { repeat, fold }: FinalCell,
): number[] {
  return foldOf[repeat].flatMap((own, image) => (own === fold ? [image] : []));
}
