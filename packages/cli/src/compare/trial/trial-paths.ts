import { join } from "node:path";
import { lossFileName } from "../protocol/loss-file-name.ts";
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

/** File of a final network relative to the folder of its comparison: a folder a loss, repeat and fold from 1. */
export function modelPath({ loss, repeat, fold }: Pick<TrialTask, "loss" | "repeat" | "fold">): string {
  return `models/${lossFileName(loss)}/r${(repeat ?? 0) + 1}.f${(fold ?? 0) + 1}.onnx`;
}
