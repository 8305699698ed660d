import type { TrialSummary } from "../protocol/results.ts";
import { isFailure } from "./is-failure.ts";

/** A class that trainings of a loss did not find. */
export interface MissedClass {
  readonly class: string;
  /** Of the trainings that did not fail those whose network has no pixel of it right, though its test images hold it. */
  readonly trainings: number;
}

/** Classes that some trainings of a loss did not find, which longer ones may: one that paints a single class everywhere is a failure instead. */
export function missedClasses(
  trials: readonly TrialSummary[],
  { classes, scored }: { readonly classes: readonly string[]; readonly scored: readonly number[] },
): MissedClass[] {
  const sound = trials.filter((one) => !isFailure(one));
  return scored
    .map((c) => ({ class: classes[c], trainings: sound.filter((one) => misses(one, c)).length }))
    .filter(({ trainings }) => trainings > 0);
}

function misses({ evidence }: TrialSummary, c: number): boolean {
  const right = evidence.reduce((sum, { tp }) => sum + tp[c], 0);
  return right === 0 && evidence.some(({ fn }) => fn[c] > 0);
}
