import type { TrialTask } from "../protocol/trial.ts";
import type { AssessedCrops } from "./assess-crops.ts";
import type { TrialContext } from "./trial-context.ts";

/** All trainings of a comparison are assessed on the same crops. */
const SEED = 0;
/** Batches that one assessment looks at, at most. */
const MOST = 32;
/** A prediction of a batch takes about a third of a step; so all assessments take at most a tenth of the steps. */
const SHARE = 0.25;

/** Batches of validation crops that each of the assessments of a training looks at. */
export function assessedBatches(steps: number, points: number): number {
  const wanted = Math.floor((SHARE * steps) / Math.max(1, points));
  return Math.min(MOST, Math.max(1, wanted));
}

/** What a task is assessed on: the first batches of one sequence of validation crops, as many as take a tenth of its steps. */
export function assessedCrops(
  context: TrialContext,
  { steps, points, validation }: TrialTask,
): AssessedCrops {
  const { plan, source, scored } = context;
  const { size, batch } = plan.training;
  return {
    crops: context.drawCrops({ images: validation, size, batch, seed: SEED }),
    batches: assessedBatches(steps, points),
    classes: source.classes.length,
    ignore: source.ignore,
    scored,
  };
}
