import type { FinalCell } from "./final-cells.ts";
import type { PlannedFinals } from "./plan.ts";
import { isTrainImage } from "./train-images.ts";

/** Whether an image holds a class, or may where nothing is known of it. */
export type Holds = (image: number, c: number) => boolean;

/** Whether a final training sees a class: one of its training images holds it. */
export function isTrainedOn(
  finals: Pick<PlannedFinals, "fold" | "train">,
  cell: FinalCell,
  c: number,
  holds: Holds,
): boolean {
  return finals.fold[cell.repeat].some((_, image) => holds(image, c) && isTrainImage(finals, cell, image));
}
