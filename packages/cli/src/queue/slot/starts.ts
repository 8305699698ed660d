import { randomBytes } from "node:crypto";
import type { TrialMachine } from "../../compare/protocol/trial.ts";
import type { JobData } from "../protocol/job-data.ts";
import { JOB_PARTS, jobKey } from "../protocol/run-keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { sealed } from "../store/sealed.ts";
import { padded } from "./padded.ts";

/** How often a job is begun without coming further before it counts as failed: one that takes the whole machine down leaves no other trace. */
export const MOST_STARTS = 3;

/**
 * Notes that a job begins.
 * @returns what takes the note away, for a job that is handed over unharmed
 */
export async function noteStart(
  store: ObjectStore,
  data: JobData,
  checkpoint: number,
  machine: TrialMachine,
): Promise<() => Promise<void>> {
  const key = `${jobKey(data)}/${JOB_PARTS.start}${padded(checkpoint)}.${randomBytes(4).toString("hex")}`;
  await store.put(key, sealed({ machine: machine.name, at: new Date().toISOString() }));
  return () => store.remove(key);
}
