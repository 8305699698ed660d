import type { TrialSummary } from "../protocol/results.ts";
import { isFailure } from "./is-failure.ts";
import { meanOf } from "./mean-of.ts";
import { riseAtEnd } from "./rise-at-end.ts";

/** Whether most of the trainings that did not fail were still rising, and by how much on the mean. */
export function riseOf(trials: readonly TrialSummary[]): { rising: boolean; rise: number } {
  const sound = trials.filter((one) => !isFailure(one));
  const rising = sound.filter(({ state }) => state === "rising");
  // Of a single point all of it may be the rise of its end.
  const rises = rising.map(({ curve, steps }) => riseAtEnd(curve, steps) ?? curve.at(-1)?.dice ?? 0);
  return { rising: rising.length * 2 > sound.length, rise: meanOf(rises) ?? 0 };
}
