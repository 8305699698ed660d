import type { TrialSummary } from "../protocol/results.ts";
import { isFailure } from "./is-failure.ts";

/** A class that trainings of a loss did not find. */
export interface MissedClass {
  readonly class: string;
  /** Of the trainings that did not fail those whose network has no pixel of it right, though its training and its test images hold it. */
  readonly trainings: number;
  /** Trainings whose training images hold it. */
  readonly of: number;
}

export interface MissedOptions {
  readonly classes: readonly string[];
  readonly scored: readonly number[];
  /** Whether a training sees a class. */
  isTrainedOn(trial: TrialSummary, c: number): boolean;
}

/** Classes that some trainings of a loss did not find, which longer ones may: one that paints a single class everywhere is a failure instead. */
export function missedClasses(
  trials: readonly TrialSummary[],
  { classes, scored, isTrainedOn }: MissedOptions,
): MissedClass[] {
  return scored
    .map((c) => {
      const able = trials.filter((one) => isTrainedOn(one, c));
      const missing = able.filter((one) => !isFailure(one) && misses(one, c));
      return { class: classes[c], trainings: missing.length, of: able.length };
    })
    .filter(({ trainings }) => trainings > 0);
}

/** Whether a network has no pixel of a class right that its test images hold. */
export function misses({ evidence }: TrialSummary, c: number): boolean {
  const right = evidence.reduce((sum, { tp }) => sum + tp[c], 0);
  return right === 0 && evidence.some(({ fn }) => fn[c] > 0);
}
