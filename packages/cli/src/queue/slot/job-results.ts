import type { JobData } from "../protocol/job-data.ts";
import { JOB_PARTS, jobKey } from "../protocol/run-keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { sealed, unsealed } from "../store/sealed.ts";

/** Why a job was given up. */
export interface FailedJob {
  readonly reason: string;
  /** What its process said last. */
  readonly log: string;
  readonly machine: string;
}

type Job = Pick<JobData, "run" | "job">;
type Part = "result" | "failed";

/** The result of a job, or why there is none; undefined where it has not ended. One that is damaged is taken away, so that the job is done again. */
export async function readEnd<T>(store: ObjectStore, job: Job, part: Part): Promise<T | undefined> {
  const key = `${jobKey(job)}/${JOB_PARTS[part]}`;
  const bytes = await store.read(key);
  if (bytes === undefined) return undefined;
  const value = unsealed(bytes);
  if (value === undefined) await store.remove(key);
  return value as T | undefined;
}

/** The first one stands: a second holder of the same job has done the same. */
export async function putEnd(store: ObjectStore, job: Job, part: Part, value: unknown): Promise<void> {
  await store.put(`${jobKey(job)}/${JOB_PARTS[part]}`, sealed(value));
}
