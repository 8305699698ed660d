import type { TrialSummary } from "../protocol/results.ts";
import type { TrialResult } from "../protocol/trial.ts";
import { meanScore, measureOf } from "./measures.ts";

/** A final training as results.json has it. */
export function trialSummary(trial: TrialResult, scored: readonly number[], provider = "cpu"): TrialSummary {
  const { task, state, reason, steps, engine, curve, evidence, model, timing, peakMemory, machines } = trial;
  const mean = (name: "dice" | "iou") => meanScore(measureOf(name), evidence, scored);
  return {
    ...{ id: task.id, seed: task.seed, repeat: task.repeat ?? 0, fold: task.fold ?? 0 },
    ...{ state, reason, steps, engine, provider, curve, dice: mean("dice"), iou: mean("iou") },
    ...{ evidence, model, timing, peakMemory },
    ...(machines && { machines }),
  };
}
