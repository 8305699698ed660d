import { leastSteps } from "../protocol/least-steps.ts";
import { type Amounts, type Cost, costOf, type Speed } from "./cost.ts";

/** More are of no more use to networks of this size. */
const MOST_EPOCHS = 60;
const MOST_STEPS = 20_000;
/** Steps of trainings that choose, as shares of those that are scored, and the fewest. */
const RATE_SHARE = 1 / 4;
const LEAST_RATE_STEPS = 60;
const LOSS_SHARE = 1 / 2;

/** What of the amounts does not follow from the steps. */
export type FixedAmounts = Omit<Amounts, "steps" | "rateSteps" | "lossSteps">;

export interface StepPlan {
  readonly amounts: Amounts;
  readonly cost: Cost;
}

/**
 * The amounts of a plan whose scored trainings have this many steps. Those that choose have no more.
 *
 * @param least steps below which a training says nothing of a loss
 */
export function amountsFor(steps: number, fixed: FixedAmounts, speed: Speed, least: number): StepPlan {
  const amounts = {
    ...fixed,
    steps,
    rateSteps: Math.min(steps, Math.max(LEAST_RATE_STEPS, Math.round(steps * RATE_SHARE))),
    lossSteps: Math.min(steps, Math.max(least, Math.round(steps * LOSS_SHARE))),
  };
  return { amounts, cost: costOf(speed, amounts) };
}

/** Steps beyond which nothing is gained. */
export function mostSteps(stepsPerEpoch: number): number {
  return Math.min(
    MOST_STEPS,
    Math.max(2 * leastSteps(stepsPerEpoch), Math.ceil(MOST_EPOCHS * stepsPerEpoch)),
  );
}

/** The most steps with which everything ends within `seconds`, at least 1 and at most `most`. */
export function stepsWithin(seconds: number, most: number, planFor: (steps: number) => StepPlan): number {
  let [enough, tooMany] = [1, most + 1];
  while (tooMany - enough > 1) {
    const middle = Math.floor((enough + tooMany) / 2);
    if (planFor(middle).cost.seconds <= seconds) enough = middle;
    else tooMany = middle;
  }
  return enough;
}
