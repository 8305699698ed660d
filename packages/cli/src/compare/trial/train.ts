import type { Trainer } from "@segloss/train";
import type { CropBatches } from "../../data/image-source.ts";
import type { TrialTask } from "../protocol/trial.ts";
import { assessCrops } from "./assess-crops.ts";
import { type CheckpointClock, checkpointClock } from "./checkpoint-clock.ts";
import type { AssessedCrops } from "./crop-scores.ts";
import { type Progress, spent } from "./progress.ts";
import { trainerBatch } from "./trainer-batch.ts";
import type { TrialWatcher } from "./trial-watcher.ts";

/** What a training reads. */
export interface TrainingParts {
  readonly made: Trainer;
  readonly task: TrialTask;
  readonly crops: CropBatches;
  /** Whether the loss is told which pixels are left out. */
  readonly ignoring: boolean;
  readonly assessed: AssessedCrops;
  readonly watcher: TrialWatcher;
  /** Keeps where the training stands. */
  save(progress: Progress): Promise<void>;
}

/** How a training ended: at its last step, with numbers that are none, or because it was told to. */
export interface Ended {
  readonly how: "trained" | "diverged" | "cancelled";
  readonly progress: Progress;
}

/** Trains from where the progress is to the last step. A cancelled training leaves a checkpoint. */
export async function train(parts: TrainingParts, begun: Progress): Promise<Ended> {
  const { task, watcher } = parts;
  const clock = checkpointClock(parts.crops.stepsPerEpoch, now, begun.step);
  let progress = begun;
  while (progress.step < task.steps || owesPoint(progress, task)) {
    if (watcher.cancelled()) return cancelled(parts, progress);
    const next = owesPoint(progress, task) ? await assess(parts, progress) : await step(parts, progress);
    if (next === "cancelled") return cancelled(parts, progress);
    if (next === "diverged") return { how: "diverged", progress };
    progress = next;
    if (clock.isDue(progress.step)) await save(parts, progress, clock);
  }
  return { how: "trained", progress };
}

async function cancelled(parts: TrainingParts, progress: Progress): Promise<Ended> {
  await parts.save(progress);
  return { how: "cancelled", progress };
}

async function save(parts: TrainingParts, progress: Progress, clock: CheckpointClock): Promise<void> {
  const started = now();
  await parts.save(progress);
  clock.wrote(now() - started, progress.step);
}

async function step(parts: TrainingParts, progress: Progress): Promise<Progress | "diverged"> {
  const { made, task, crops, ignoring, assessed, watcher } = parts;
  const { classes, ignore, regions } = assessed;
  const started = now();
  const done = progress.step / Math.max(1, task.steps - 1);
  const batch = trainerBatch(crops.at(progress.step), { classes, ignore, ignoring, regions, progress: done });
  const { step, loss, finite } = await made.step(batch);
  if (!finite) return "diverged";
  watcher.onStep(step, loss);
  const { lossSum, lossCount } = progress;
  const further = { ...progress, step, lossSum: lossSum + loss, lossCount: lossCount + 1 };
  return spent(further, step === 1 ? "firstStep" : "laterSteps", now() - started);
}

async function assess(
  { made, assessed, watcher }: TrainingParts,
  progress: Progress,
): Promise<Progress | "diverged" | "cancelled"> {
  const started = now();
  const scores = await assessCrops(made.predict, assessed, watcher.cancelled);
  if (typeof scores === "string") return scores;
  const { dice, iou, constant } = scores;
  const point = { step: progress.step, loss: progress.lossSum / progress.lossCount, dice, iou };
  watcher.onPoint(point);
  const curve = [...progress.curve, point];
  return spent({ ...progress, curve, lossSum: 0, lossCount: 0, constant }, "validation", now() - started);
}

/** Whether the curve has a point after these steps that it lacks: they are evenly spaced, the last step among them. */
function owesPoint({ step, curve }: Progress, { steps, points }: TrialTask): boolean {
  const count = Math.min(points, steps);
  return Math.floor((step * count) / steps) > curve.length;
}

function now(): number {
  return performance.now() / 1000;
}
