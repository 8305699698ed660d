import type { DataDescription, LossResult, TrialSummary } from "../protocol/results.ts";
import { type ImageEvidence, type TrialState, trialStates } from "../protocol/trial.ts";
import { failureLimit } from "./failure-limit.ts";
import { isFailure } from "./is-failure.ts";
import { classMean, MEASURES, type Measure, meanScore } from "./measures.ts";
import { volumeScores } from "./volume-scores.ts";

/** A loss with its final trainings: all that they say of it alone. Its score, which hangs on what the others have finished, is `judgeLosses`' to give. */
export function describeLoss(
  { loss, note, rate, trials }: Pick<LossResult, "loss" | "note" | "rate" | "trials">,
  { scored, images }: Pick<DataDescription, "scored" | "images">,
): LossResult {
  const volumes = volumeScores(
    trials,
    images.map(({ volume }) => volume),
    scored,
  );
  return {
    ...{ loss, note, rate, score: null, trials, states: countStates(trials) },
    failureLimit: failureLimit(trials.filter(isFailure).length, trials.length),
    measures: measuresOf(trials, scored),
    ...(volumes.length > 0 && { volumes }),
  };
}

function countStates(trials: readonly TrialSummary[]): LossResult["states"] {
  const counts = trialStates.map(
    (state) => [state, trials.filter((trial) => trial.state === state).length] as const,
  );
  return Object.fromEntries(counts) as Record<TrialState, number>;
}

/** Every measure that was taken. */
function measuresOf(trials: readonly TrialSummary[], scored: readonly number[]): LossResult["measures"] {
  const evidence = trials.flatMap((trial) => trial.evidence);
  const taken = MEASURES.flatMap((measure) => {
    const mean = meanScore(measure, evidence, scored);
    return mean === null ? [] : [[measure.name, { mean, classes: classMeans(measure, evidence) }] as const];
  });
  return Object.fromEntries(taken);
}

function classMeans(measure: Measure, evidence: readonly ImageEvidence[]): (number | null)[] {
  const classes = measure.ofClass ? (evidence[0]?.tp ?? []) : [];
  return classes.map((_, c) => classMean(measure, evidence, c));
}
