/** Names of objects of a run in the store. */
export const RUNS = "runs";

export function runKey(run: string): string {
  return `${RUNS}/${run}`;
}

/** What the run is: plan or settings, and what else a sender that comes back needs. */
export function recordKey(run: string): string {
  return `${RUNS}/${run}/record`;
}

/** Prefix of contents that only this run has: tasks, networks. */
export function runContents(run: string): string {
  return `${RUNS}/${run}/contents`;
}

/** Prefix of the marks of runs that were cancelled, which outlive what the store had of them: a worker that comes late sees it there. */
export const CANCELLED = "cancelled";

export function cancelledKey(run: string): string {
  return `${CANCELLED}/${run}`;
}

/** Prefix of what belongs to a job. */
export function jobKey({ run, job }: { readonly run: string; readonly job: string }): string {
  return `${RUNS}/${run}/jobs/${job}`;
}

/** Names below the prefix of a job; what has a number is one of several. */
export const JOB_PARTS = {
  /** The job is done when this is there. */
  result: "result",
  /** It was tried as often as it may be, and why it failed. */
  failed: "failed",
  /** A training on its way; the highest number counts. */
  checkpoint: "checkpoint.",
  /** Whoever began, and at which checkpoint. */
  start: "start.",
} as const;
