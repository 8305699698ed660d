import type { Trial } from "./trial.ts";

/** What a training costs, in seconds. */
export interface TrialCost {
  readonly fixed: number;
  readonly perStep: number;
}

/** The cost of a training with `points` assessments, from a short one with a single assessment. */
export function costFrom({ timing, steps }: Trial, points: number): TrialCost {
  const fixed = timing.setUp + timing.firstStep + points * timing.assessments;
  return { fixed, perStep: timing.laterSteps / Math.max(1, steps - 1) };
}

/**
 * The largest number of steps, the same for all, with which the trainings end within `seconds` when `atOnce` run at a
 * time in the order given; at least 1.
 */
export function stepsWithin(seconds: number, costs: readonly TrialCost[], atOnce: number): number {
  let [enough, tooMany] = [1, 2];
  while (timeOf(tooMany, costs, atOnce) <= seconds && tooMany < 1e7) tooMany *= 2;
  while (tooMany - enough > 1) {
    const middle = Math.floor((enough + tooMany) / 2);
    if (timeOf(middle, costs, atOnce) <= seconds) enough = middle;
    else tooMany = middle;
  }
  return enough;
}

/** Each training goes to the worker that is free first. */
function timeOf(steps: number, costs: readonly TrialCost[], atOnce: number): number {
  const busyUntil = new Array<number>(atOnce).fill(0);
  for (const { fixed, perStep } of costs) {
    const first = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[first] += fixed + perStep * steps;
  }
  return Math.max(...busyUntil);
}
