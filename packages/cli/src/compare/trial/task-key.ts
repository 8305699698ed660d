import { createHash } from "node:crypto";
import type { Plan } from "../protocol/plan.ts";
import type { TrialTask } from "../protocol/trial.ts";

/** Same text: the same task on the same data with the same settings, so that a checkpoint or result of one serves the other. */
export function taskKey({ data, network, regions, training, environment }: Plan, task: TrialTask): string {
  const { atOnce: _, ...settings } = training;
  const parts = [task, data.fingerprint, network, regions, settings, environment];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
