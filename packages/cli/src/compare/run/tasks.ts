import { LOSS_POINTS } from "../plan/budgets.ts";
import { finalCells, testImages } from "../protocol/final-cells.ts";
import { lossFileName } from "../protocol/loss-file-name.ts";
import type { Plan } from "../protocol/plan.ts";
import { trainImages } from "../protocol/train-images.ts";
import type { TrialTask } from "../protocol/trial.ts";

/** A loss with the rate that it goes on with. */
export interface ChosenLoss {
  /** As it stands in the plan. */
  readonly planned: string;
  /** The loss itself or one of its variants. */
  readonly loss: string;
  readonly rate: number;
}

/** Seeds of the trainings that choose, apart from those of the scored ones. */
const RATE_SEED = 100_001;
const LOSS_SEED = 200_001;
/** From one seed of a plan to the next: those of its trainings are all below. */
const SEEDS_OF_A_PLAN = 300_007;

/** The seed of a training: another plan seed gives other weights and crops, too. Kept within 32 bits, as generators take them. */
function seedOf(plan: Pick<Plan, "seed">, own: number): number {
  return (own + (plan.seed % 2 ** 20) * SEEDS_OF_A_PLAN) % 2 ** 32;
}

/** Short trainings of every loss, or every variant of it, with every rate. */
export function rateTasks(plan: Plan): TrialTask[] {
  const { losses, screen, validation, finals } = plan;
  const train = finals.train ?? finals.fold[0].flatMap((fold, image) => (fold >= 0 ? [image] : []));
  // Where there is nothing to choose, nothing is tried.
  const open = losses.filter(({ variants }) => screen.rates.length * variants.length > 1);
  const variants = open.flatMap((one) => one.variants);
  return variants.flatMap((loss) =>
    screen.rates.map((rate) => ({
      id: `rate-${lossFileName(loss)}-${rate}`,
      ...({ purpose: "rate", loss, rate, seed: seedOf(plan, RATE_SEED), repeat: null, fold: null } as const),
      ...{ steps: screen.rateSteps, points: 1, train, validation, test: [] },
    })),
  );
}

/** Trainings of every loss on parts of the images, by which those out of reach are dropped. */
export function lossTasks(plan: Plan, chosen: readonly ChosenLoss[]): TrialTask[] {
  const { screen, validation } = plan;
  return Array.from({ length: screen.lossTrainings }, (_, part) => part).flatMap((part) =>
    chosen.map(({ loss, rate }) => ({
      id: `loss-${lossFileName(loss)}-${part + 1}`,
      ...({
        purpose: "loss",
        loss,
        rate,
        seed: seedOf(plan, LOSS_SEED + part),
        repeat: null,
        fold: null,
      } as const),
      ...{ steps: screen.lossSteps, points: LOSS_POINTS, validation, test: [] },
      train: screen.part.flatMap((own, image) => (own >= 0 && own !== part ? [image] : [])),
    })),
  );
}

/** The scored trainings: every loss in a fold, then the next fold, so that an interruption leaves whole cells. */
export function finalTasks(plan: Plan, chosen: readonly ChosenLoss[]): TrialTask[] {
  const { finals, validation } = plan;
  const { folds, steps, points } = finals;
  return finalCells(finals).flatMap(({ repeat, fold }) =>
    chosen.map(({ loss, rate }) => ({
      id: `final-${lossFileName(loss)}-r${repeat + 1}-f${fold + 1}`,
      ...({
        purpose: "final",
        loss,
        rate,
        seed: seedOf(plan, 1 + repeat * folds + fold),
        repeat,
        fold,
      } as const),
      ...{ steps, points, validation },
      train: trainImages(finals, repeat, fold),
      test: testImages(finals, { repeat, fold }),
    })),
  );
}
