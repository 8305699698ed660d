import type { Budget } from "../protocol/plan.ts";

/** What a budget trains, where nothing else is asked for. */
export interface BudgetFacts {
  readonly minutes: number;
  readonly folds: number;
  readonly repeats: number;
  /** Trainings of each loss that choose who goes on, where there are more losses than finalists. */
  readonly lossTrainings: number;
  readonly finalists: number | null;
  /** What it may claim. */
  readonly claims: string;
}

/**
 * Where the figures come from: a comparison of four losses with 5 folds and 2 repeats finds the best in 72 % where nine losses with 5 folds and one repeat find it in 8
 * to 10 % (simulated: the best ahead by twice the noise of a training, 40 images), and three folds with one repeat find next to nothing, which is why quick names candidates only.
 */
export const BUDGETS: Readonly<Record<Budget, BudgetFacts>> = {
  quick: {
    ...{ minutes: 10, folds: 3, repeats: 1, lossTrainings: 0, finalists: null },
    claims: "candidates, no winner",
  },
  standard: {
    ...{ minutes: 40, folds: 5, repeats: 2, lossTrainings: 3, finalists: 4 },
    claims: "better, equivalent or undecided, among the losses that the screen lets through",
  },
  thorough: {
    ...{ minutes: 240, folds: 5, repeats: 3, lossTrainings: 0, finalists: null },
    claims: "better, equivalent or undecided, among all losses",
  },
};

/** Highest learning rates that are tried. */
export const USUAL_RATES: readonly number[] = [1e-3, 3e-3, 1e-2];
/** What part of the crops is aimed at the foreground, where it is not asked for; docs/compare.md says what was measured. */
export const USUAL_FOREGROUND = 0;
/** Assessments of the validation images during a scored training. */
export const POINTS = 8;
/** Likewise during a training that chooses among losses. */
export const LOSS_POINTS = 4;
