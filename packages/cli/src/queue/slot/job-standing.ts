import type { JobData } from "../protocol/job-data.ts";
import { JOB_PARTS, jobKey } from "../protocol/run-keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { readEnd } from "./job-results.ts";
import { padded } from "./padded.ts";

/** Where a job stands in the store. */
export interface JobStanding {
  readonly hasEnded: boolean;
  /** Number of its last checkpoint; 0 where there is none. */
  readonly checkpoint: number;
  /** How often it was begun since. */
  readonly starts: number;
}

export async function jobStanding(store: ObjectStore, data: JobData): Promise<JobStanding> {
  const names = await store.list(jobKey(data));
  const checkpoint = lastCheckpoint(names);
  const start = `${JOB_PARTS.start}${padded(checkpoint)}.`;
  const starts = names.filter((name) => name.startsWith(start)).length;
  return { hasEnded: await hasEnded(store, data, names), checkpoint, starts };
}

/** Number of the last checkpoint among names of a job; 0 where there is none. */
export function lastCheckpoint(names: readonly string[]): number {
  const own = names.filter((name) => name.startsWith(JOB_PARTS.checkpoint));
  return Math.max(0, ...own.map((name) => Number(name.split(".")[1])));
}

async function hasEnded(store: ObjectStore, data: JobData, names: readonly string[]): Promise<boolean> {
  for (const part of ["result", "failed"] as const)
    if (names.includes(JOB_PARTS[part]) && (await readEnd(store, data, part)) !== undefined) return true;
  return false;
}
