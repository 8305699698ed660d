import { curveMargin } from "../protocol/curve-margin.ts";
import type { Plan } from "../protocol/plan.ts";
import type { TrialSummary } from "../protocol/results.ts";
import { isFailure } from "./is-failure.ts";
import { meanOf } from "./mean-of.ts";
import { riseAtEnd } from "./rise-at-end.ts";

/**
 * Whether a loss was not at its end: most of its trainings were still rising, or those that did not fail, if they are most, rose by the
 * margin on the mean. Where a rare class is found at one blow, some trainings wait for it on a level while others have it behind them.
 */
export function wasRising(
  trials: readonly Pick<TrialSummary, "state" | "curve" | "steps">[],
  plan: Pick<Plan, "rank" | "margin">,
): boolean {
  const sound = trials.filter((one) => !isFailure(one));
  const rising = sound.filter(({ state }) => state === "rising");
  const rises = sound.map(({ curve, steps }) => riseAtEnd(curve, steps) ?? null);
  const areMost = (some: readonly unknown[]) => some.length * 2 > trials.length;
  return areMost(rising) || (areMost(sound) && (meanOf(rises) ?? 0) >= curveMargin(plan));
}
