import type { Batch as TrainerBatch } from "@segloss/train";
import type { Batch } from "../../data/stack-batch.ts";
import { byteTargets, LEFT_OUT } from "./byte-targets.ts";

export interface TrainerBatchOptions {
  readonly classes: number;
  readonly ignore: number | undefined;
  /** Whether the loss is told which pixels are left out. */
  readonly ignoring: boolean;
  /** How much of the training is done, 0 to 1. */
  readonly progress: number;
}

/** Crops as a trainer reads them. */
export function trainerBatch(
  { images, masks, maps }: Batch,
  { classes, ignore, ignoring, progress }: TrainerBatchOptions,
): TrainerBatch {
  const targets = byteTargets(masks, classes, ignore);
  const read = { images, targets, maps, progress };
  if (!ignoring) return read;
  return { ...read, valid: targets.map((label) => (label === LEFT_OUT ? 0 : 1)) };
}
