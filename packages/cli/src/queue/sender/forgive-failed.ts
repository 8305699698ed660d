import { within } from "../link/within.ts";
import { JOB_PARTS, jobKey } from "../protocol/run-keys.ts";
import { PATIENCE, type QueueLink } from "./queue-link.ts";

/** Lets jobs that were given up be tried again: what failed may have failed for want of room or memory. */
export async function forgiveFailed(
  link: QueueLink,
  run: string,
  jobs: readonly { readonly job: string }[],
): Promise<void> {
  const { store, queue } = link;
  for (const { job } of jobs) {
    const prefix = jobKey({ run, job });
    const names = await store.list(prefix);
    if (names.includes(JOB_PARTS.result)) continue;
    const id = `${run}-${job}`;
    const state = await within(PATIENCE, queue.getJobState(id)).catch(() => "unknown");
    const hasEnded = state === "failed" || state === "completed";
    if (!names.includes(JOB_PARTS.failed) && !hasEnded) continue;
    const left = names.filter((name) => name === JOB_PARTS.failed || name.startsWith(JOB_PARTS.start));
    await Promise.all(left.map((name) => store.remove(`${prefix}/${name}`)));
    if (hasEnded) await within(PATIENCE, queue.remove(id)).catch(() => {});
  }
}
