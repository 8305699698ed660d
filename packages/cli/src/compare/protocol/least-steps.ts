/** Fewer steps than these say nothing of a loss. */
export const LEAST_STEPS = 300;
const LEAST_EPOCHS = 3;

/** Steps of a scored training below which a plan is refused, and below which a verdict names no winner. */
export function leastSteps(stepsPerEpoch: number): number {
  return Math.max(LEAST_STEPS, Math.ceil(LEAST_EPOCHS * stepsPerEpoch));
}
