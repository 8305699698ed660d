import { assessedBatches } from "../protocol/assessed-batches.ts";
import { LOSS_POINTS } from "./budgets.ts";

/** What trainings cost on this machine, in seconds of one training when as many run at a time as will. */
export interface Speed {
  /** Making graphs and the first step of a training. */
  readonly setUp: number;
  /** A step with each loss. */
  readonly perStep: ReadonlyMap<string, number>;
  /** A batch of validation crops. */
  readonly perAssessedBatch: number;
  /** Predicting and measuring a million pixels of test images. */
  readonly perMegapixel: number;
}

/** The parts of a plan that cost time. */
export interface Amounts {
  readonly losses: readonly string[];
  /** Those of them that are tried with every rate before one goes on. */
  readonly tried: readonly string[];
  readonly rates: number;
  readonly rateSteps: number;
  readonly lossTrainings: number;
  readonly lossSteps: number;
  /** Losses that reach the finals; the dearest are counted. */
  readonly finalists: number;
  readonly folds: number;
  readonly repeats: number;
  readonly steps: number;
  readonly points: number;
  /** Batches of validation crops that there are. */
  readonly validationBatches: number;
  /** Pixels of all images that are scored once a repeat, in millions. */
  readonly megapixels: number;
  readonly atOnce: number;
}

export interface Cost {
  /** What it is reckoned with. */
  readonly speed: Speed;
  /** Wall time in seconds. */
  readonly seconds: number;
  /** Seconds of trainings by what they are spent on. */
  readonly steps: number;
  readonly validation: number;
  readonly test: number;
  readonly setUp: number;
}

/** What the trainings of a plan cost. */
export function costOf(speed: Speed, amounts: Amounts): Cost {
  const { losses, tried, rates, lossTrainings, folds, repeats, points, megapixels, atOnce } = amounts;
  const stepOf = (loss: string) => speed.perStep.get(loss)!;
  const each = losses.map(stepOf);
  const dearest = [...each].sort((a, b) => b - a).slice(0, amounts.finalists);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const rateTrainings = tried.length * rates;
  const screened = losses.length * lossTrainings;
  const finals = dearest.length * folds * repeats;
  const steps =
    rates * amounts.rateSteps * sum(tried.map(stepOf)) +
    lossTrainings * amounts.lossSteps * sum(each) +
    folds * repeats * amounts.steps * sum(dearest);
  const assessed = (steps_: number, at: number) =>
    at * Math.min(amounts.validationBatches, assessedBatches(steps_, at));
  const batches =
    rateTrainings * assessed(amounts.rateSteps, 1) +
    screened * assessed(amounts.lossSteps, LOSS_POINTS) +
    finals * assessed(amounts.steps, points);
  const validation = speed.perAssessedBatch * batches;
  const test = speed.perMegapixel * megapixels * dearest.length * repeats;
  const setUp = speed.setUp * (rateTrainings + screened + finals);
  const trainings = rateTrainings + screened + finals;
  // The last trainings leave some of the processes idle.
  const all = steps + validation + test + setUp;
  const last = all / Math.max(1, trainings);
  const idle = (last * (atOnce - 1)) / 2;
  const seconds = (all + idle) / Math.min(atOnce, Math.max(1, trainings));
  return { speed, seconds, steps, validation, test, setUp };
}
