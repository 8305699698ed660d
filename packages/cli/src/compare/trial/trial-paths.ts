import { createHash } from "node:crypto";
import { join } from "node:path";
import type { TrialTask } from "../protocol/trial.ts";

/** Folder of results and checkpoints within that of a comparison. */
export const TRIALS: string = join(".work", "trials");

/** File of a training's result. */
export function resultPath(folder: string, { id }: Pick<TrialTask, "id">): string {
  return join(folder, TRIALS, `${id}.json`);
}

/** File from which a training goes on after an interruption. */
export function checkpointPath(folder: string, { id }: Pick<TrialTask, "id">): string {
  return join(folder, TRIALS, `${id}.checkpoint`);
}

const LONGEST = 80;

/**
 * File of a final network relative to the folder of its comparison: a folder a loss, called like it without what file systems
 * dislike, repeat and fold from 1. A loss that does not stand in its name in full has a few digits of its SHA-256 beside it.
 */
export function modelPath({ loss, repeat, fold }: Pick<TrialTask, "loss" | "repeat" | "fold">): string {
  const plain = loss
    .replace(/\s+/g, "")
    .replace(/[^\w.+=-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const isWhole = plain.length <= LONGEST && /^[\w.+=(),\s-]*$/.test(loss);
  const digest = createHash("sha256").update(loss).digest("hex").slice(0, 8);
  const name = isWhole ? plain : `${plain.slice(0, LONGEST - 9)}-${digest}`;
  return `models/${name}/r${(repeat ?? 0) + 1}.f${(fold ?? 0) + 1}.onnx`;
}
