import type { TrialSummary } from "../protocol/results.ts";
import { isFailure } from "./is-failure.ts";

/** Whether most of the trainings that did not fail were still rising. */
export function wasRising(trials: readonly TrialSummary[]): boolean {
  const sound = trials.filter((one) => !isFailure(one));
  return sound.filter(({ state }) => state === "rising").length * 2 > sound.length;
}
