import type { TrialResult, TrialTask } from "../protocol/trial.ts";
import { BEGINNING } from "./progress.ts";

/** The result of a training that gave nothing. */
export function emptyResult(task: TrialTask): TrialResult {
  return {
    ...{ task, state: "failed", reason: null, steps: 0, engine: "in graph", curve: [], validationDice: null },
    ...{ evidence: [], model: null, timing: BEGINNING.timing, peakMemory: 0 },
  };
}
