import type { TrialTask } from "../protocol/trial.ts";
import type { AssessedCrops } from "./assess-crops.ts";
import type { TrialContext } from "./trial-context.ts";

/** Batches that one assessment looks at, at most. */
export const MOST_ASSESSED = 8;
/** A prediction of a batch takes about a third of a step; so all assessments take at most a tenth of the steps. */
const SHARE = 0.25;

/** Batches of validation crops that each of the assessments of a training looks at. */
export function assessedBatches(steps: number, points: number): number {
  const wanted = Math.floor((SHARE * steps) / Math.max(1, points));
  return Math.min(MOST_ASSESSED, Math.max(1, wanted));
}

/** What a task is assessed on: a fixed choice of crops of the validation images, as many as take a tenth of its steps. */
export function assessedCrops(
  context: TrialContext,
  { steps, points, validation }: TrialTask,
): AssessedCrops {
  const { plan, source, scored } = context;
  const batches = assessedBatches(steps, points);
  const crops = context.validationCrops(validation, batches * plan.training.batch);
  return {
    crops,
    batches: Math.min(batches, crops.stepsPerEpoch),
    classes: source.classes.length,
    ignore: source.ignore,
    scored,
  };
}
