import type { CropBatches } from "../../data/image-source.ts";
import type { PlannedRegion } from "../protocol/plan.ts";

/** What a network makes of the validation crops; counts are pooled over all of them. */
export interface CropScores {
  readonly dice: number;
  readonly iou: number;
  /** Whether one class is predicted everywhere though the truth has several. */
  readonly constant: boolean;
}

export interface AssessedCrops {
  readonly crops: CropBatches;
  /** Batches of `crops` to look at, from the first. */
  readonly batches: number;
  /** Number of classes. */
  readonly classes: number;
  readonly ignore: number | undefined;
  /** Classes or regions by number. */
  readonly scored: readonly number[];
  /** What is assessed in place of the classes, where anything is. */
  readonly regions: readonly PlannedRegion[];
}
