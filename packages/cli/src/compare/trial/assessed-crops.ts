import { assessedBatches } from "../protocol/assessed-batches.ts";
import type { TrialTask } from "../protocol/trial.ts";
import type { AssessedCrops } from "./crop-scores.ts";
import type { TrialContext } from "./trial-context.ts";

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
    regions: plan.regions,
  };
}
