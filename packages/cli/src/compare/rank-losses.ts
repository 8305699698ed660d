import { confusionMatrixFromJson, diceScore, jaccardIndex, score } from "segloss/metrics";
import { meanScores } from "./assess.ts";
import type { LossResult, TrialResult } from "./results.ts";
import { type Estimate, estimate } from "./statistics.ts";
import type { Trial } from "./trial.ts";

/** Mean Dice by which one training differs from its repetition: with a single seed less than this is called a tie. */
export const REPETITION_NOISE = 0.02;

/** A loss with the trainings that have ended. */
export interface TriedLoss {
  readonly loss: string;
  readonly note: string | null;
  readonly trials: readonly Trial[];
}

/**
 * Ranks losses by mean Dice over seeds, diverged ones last. A loss is tied with the best when the 95 % interval of their
 * paired difference over the common seeds holds 0, or, with one common seed, when they differ by less than repetitions do.
 */
export function rankLosses(tried: readonly TriedLoss[], scored: readonly number[]): LossResult[] {
  const scoredLosses = tried.map((one) => describeLoss(one, scored));
  const ranked = scoredLosses.sort((a, b) => (b.dice?.mean ?? -1) - (a.dice?.mean ?? -1));
  const [best] = ranked;
  return ranked.map((result) => (result === best || !best.dice ? result : comparedWith(best, result)));
}

function comparedWith(best: LossResult, result: LossResult): LossResult {
  const differences = pairedDifferences(result.trials, best.trials);
  if (differences.length === 0) return result;
  const toBest = estimate(differences);
  return { ...result, toBest, tied: isTie(toBest) };
}

function isTie({ mean, low, high }: Estimate): boolean {
  if (low === null || high === null) return Math.abs(mean) < REPETITION_NOISE;
  return low <= 0 && high >= 0;
}

/** Dice of `a` minus Dice of `b`, for the seeds of which both have one. */
function pairedDifferences(a: readonly TrialResult[], b: readonly TrialResult[]): number[] {
  return a.flatMap(({ seed, dice }) => {
    const other = b.find((trial) => trial.seed === seed)?.dice ?? null;
    return dice === null || other === null ? [] : [dice - other];
  });
}

function describeLoss({ loss, note, trials }: TriedLoss, scored: readonly number[]): LossResult {
  const described = trials.map((trial) => describeTrial(trial, scored));
  const alive = described.filter((trial) => trial.dice !== null);
  const over = (value: (trial: TrialResult) => number) => withinScores(estimate(alive.map(value)));
  const classes = alive[0]?.classDice ?? [];
  return {
    loss,
    note,
    trials: described,
    dice: alive.length > 0 ? over((trial) => trial.dice!) : null,
    iou: alive.length > 0 ? over((trial) => trial.iou!) : null,
    classDice: classes.map((_, c) => over((trial) => trial.classDice[c])),
    classIou: classes.map((_, c) => over((trial) => trial.classIou[c])),
    toBest: null,
    tied: false,
  };
}

/** A score lies between 0 and 1, so its interval ends there. */
function withinScores({ low, high, ...rest }: Estimate): Estimate {
  return { ...rest, low: low && Math.max(0, low), high: high && Math.min(1, high) };
}

function describeTrial(trial: Trial, scored: readonly number[]): TrialResult {
  const { seed, steps, divergedAt, engine, curve, timing, confusion } = trial;
  const base = { seed, steps, divergedAt, engine, curve, timing };
  if (confusion === null) return { ...base, dice: null, iou: null, classDice: [], classIou: [] };
  const matrix = confusionMatrixFromJson(confusion);
  return {
    ...base,
    ...meanScores(matrix, scored),
    classDice: score(diceScore, matrix).classes as number[],
    classIou: score(jaccardIndex, matrix).classes as number[],
  };
}
