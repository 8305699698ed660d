import { tQuantile } from "../../statistics/student-t.ts";
import { curveMargin } from "../protocol/curve-margin.ts";
import type { Plan } from "../protocol/plan.ts";
import type { ScreenedLoss } from "../protocol/results.ts";
import type { TrialResult } from "../protocol/trial.ts";
import { isFailure } from "../verdict/is-failure.ts";
import { wasRising } from "../verdict/was-rising.ts";
import type { ChosenLoss } from "./tasks.ts";

type Chosen = Omit<ScreenedLoss, "trainings" | "outcome">;

/** For each loss the rate, and the variant, with the best validation Dice; of equal ones the lower rate. The middle rate where every training failed. */
export function chooseRates({ losses, screen }: Plan, results: readonly TrialResult[]): Chosen[] {
  const { rates } = screen;
  return losses.map(({ loss, note, variants }) => {
    const tried = results.filter(({ task }) => variants.includes(task.loss));
    const sound = tried.filter((one) => !isFailure(one) && one.validationDice !== null);
    const best = sound.reduce<TrialResult | undefined>(
      (a, b) => (a === undefined || b.validationDice! > a.validationDice! ? b : a),
      undefined,
    );
    const rate = best?.task.rate ?? rates[Math.floor((rates.length - 1) / 2)];
    const end = rate === Math.min(...rates) ? "lowest" : rate === Math.max(...rates) ? "highest" : null;
    return {
      ...{ loss, note, rate, chosen: best?.task.loss ?? variants[0] },
      atEnd: rates.length > 1 && best ? end : null,
      rates: tried.map(({ task, validationDice, state }) => ({
        ...{ loss: task.loss, rate: task.rate, validationDice, state },
      })),
    };
  });
}

const LEVEL = 0.05;

/**
 * Who goes on to the scored trainings. A loss is out of reach where it lies below the leader by more than the interval over the trainings of the screen (Student, Bonferroni over
 * losses) and by more than the margin, and was not still rising; of those in reach the best go on, as many as the plan has room for, and the reference always.
 */
export function chooseLosses(
  plan: Plan,
  chosen: readonly Chosen[],
  results: readonly TrialResult[],
): ScreenedLoss[] {
  const { screen, reference } = plan;
  const { lossTrainings, finalists } = screen;
  if (lossTrainings === 0) return chosen.map((one) => ({ ...one, trainings: [], outcome: "went on" }));
  const tried = chosen.map((one) =>
    results.filter(({ task }) => task.loss === one.chosen).sort((a, b) => a.task.seed - b.task.seed),
  );
  const trainings = tried.map((own) =>
    own.map((result) => (isFailure(result) ? 0 : (result.validationDice ?? 0))),
  );
  const means = trainings.map(mean);
  const leader = means.indexOf(Math.max(...means));
  const strict = tQuantile(1 - LEVEL / Math.max(1, chosen.length - 1), lossTrainings - 1);
  const isOut = trainings.map((own, loss) => {
    if (wasRising(tried[loss], plan)) return false;
    const differences = own.map((value, k) => trainings[leader][k] - value);
    const value = mean(differences);
    const variance = mean(differences.map((d) => (d - value) ** 2)) / (differences.length - 1);
    return value > curveMargin(plan) && value > strict * Math.sqrt(variance);
  });
  const inReach = chosen.map((_, k) => k).filter((k) => !isOut[k]);
  const best = [...inReach].sort((a, b) => means[b] - means[a]).slice(0, finalists ?? undefined);
  return chosen.map((one, k) => {
    const goesOn = best.includes(k) || one.loss === reference;
    const outcome = goesOn ? "went on" : isOut[k] ? "out of reach" : "left out";
    return { ...one, trainings: trainings[k], outcome };
  });
}

/** Those that go on, as the tasks of the finals need them. */
export function finalists(screened: readonly ScreenedLoss[]): ChosenLoss[] {
  return screened
    .filter(({ outcome }) => outcome === "went on")
    .map(({ loss, chosen, rate }) => ({ planned: loss, loss: chosen, rate }));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
