import type { Batch as TrainerBatch } from "@segloss/train";
import { byteTargets, LEFT_OUT } from "../../data/byte-targets.ts";
import type { Batch } from "../../data/stack-batch.ts";
import type { PlannedRegion } from "../protocol/plan.ts";
import { regionTargets } from "../regions/region-targets.ts";

export interface TrainerBatchOptions {
  readonly classes: number;
  readonly ignore: number | undefined;
  /** Whether the loss is told which pixels are left out. */
  readonly ignoring: boolean;
  readonly regions: readonly PlannedRegion[];
  /** How much of the training is done, 0 to 1. */
  readonly progress: number;
}

/** Crops as a trainer reads them. */
export function trainerBatch(
  { images, masks, maps, size }: Batch,
  { classes, ignore, ignoring, regions, progress }: TrainerBatchOptions,
): TrainerBatch {
  const labels = byteTargets(masks, classes, ignore);
  const targets = regions.length > 0 ? regionTargets(labels, size, regions, LEFT_OUT) : labels;
  const read = { images, targets, maps, progress };
  if (!ignoring) return read;
  return { ...read, valid: labels.map((label) => (label === LEFT_OUT ? 0 : 1)) };
}
