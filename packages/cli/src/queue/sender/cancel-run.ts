import { setTimeout } from "node:timers/promises";
import type { Queue } from "bullmq";
import { dataError } from "../../data/data-error.ts";
import { checkRedis } from "../link/check-redis.ts";
import { loadQueueLibraries } from "../link/load-queue.ts";
import type { QueuePlace } from "../link/queue-options.ts";
import { within } from "../link/within.ts";
import { usualMachineName } from "../protocol/machine.ts";
import type { Pace } from "../protocol/pace.ts";
import { queueName } from "../protocol/queue-name.ts";
import { recordKey, runKey } from "../protocol/run-keys.ts";
import { cancellationOf, markCancelled } from "../store/cancelled-runs.ts";
import { openFolderStore } from "../store/folder-store.ts";
import { unsealed } from "../store/sealed.ts";
import { PATIENCE } from "./queue-link.ts";
import type { RunRecord } from "./run-record.ts";

/** States of jobs that no worker holds. */
const IDLE = ["waiting", "delayed", "prioritized"] as const;
const ENDED = ["completed", "failed"] as const;
/** Milliseconds that workers have at least to end what is under way. */
const LEAST_PATIENCE = 5000;
/** Ids that are asked for at a time. */
const PAGE = 1000;

/**
 * Ends a run before its time: what waits is dropped, what is under way is ended by the workers that hold it, and what the store has of the run goes. A mark in the store stays, by
 * which late workers and senders hear of it. To do it again does no harm. The versions of this process are no matter.
 *
 * @throws DataError where there is no such run, and where Redis or the store are away
 */
export async function cancelRun(
  { address, store: folder }: QueuePlace,
  run: string,
  { say, pace }: { say(line: string): void; readonly pace: Pace },
): Promise<void> {
  const libraries = await loadQueueLibraries();
  await checkRedis(libraries, address);
  const store = await openFolderStore(folder);
  const bytes = await store.read(recordKey(run));
  const earlier = await cancellationOf(store, run);
  if (!bytes && !earlier)
    throw dataError(
      `${run}: the store ${store.place} has no such run; finished ones are taken away, others are folders of ${store.place}/runs`,
    );
  if (earlier) say(`run ${run} was cancelled before, on ${earlier.by} at ${earlier.at}`);
  else await markCancelled(store, run, { by: usualMachineName(), at: new Date().toISOString() });
  const record = bytes && (unsealed(bytes) as RunRecord<unknown> | undefined);
  if (bytes && !record)
    say(`note: the record of the run is damaged: each of its jobs ends when a worker takes it`);
  if (record) {
    const connection = { ...address, maxRetriesPerRequest: null };
    const queue = new libraries.bullmq.Queue(queueName(record.meeting), { connection });
    queue.on("error", () => {});
    try {
      await dropJobs(queue, run, { say, pace });
    } finally {
      await within(PATIENCE / 2, queue.close()).catch(() => {});
    }
  }
  await store.remove(runKey(run));
  if (bytes) say(`run ${run} is cancelled, and the store ${store.place} has nothing of it any more`);
}

async function dropJobs(
  queue: Queue,
  run: string,
  { say, pace }: { say(line: string): void; readonly pace: Pace },
): Promise<void> {
  const dropped = await removed(queue, await idsOf(queue, run, IDLE));
  const held = await idsOf(queue, run, ["active"]);
  say(`${jobs(dropped)} dropped, ${jobs(held.length)} under way told to end`);
  const deadline = Date.now() + Math.max(LEAST_PATIENCE, 4 * pace.poll);
  let left = held;
  while (left.length > 0 && Date.now() < deadline) {
    await setTimeout(Math.min(pace.poll, 500));
    // Whoever was about to hand a job back has done so.
    await removed(queue, await idsOf(queue, run, IDLE));
    left = await idsOf(queue, run, ["active"]);
  }
  await removed(queue, await idsOf(queue, run, ENDED));
  if (left.length > 0)
    say(
      `note: ${jobs(left.length)} held by workers that do not answer: what they leave in the store goes when they do, or when another worker takes the job (after ${Math.round(pace.lock / 1000)} s)`,
    );
}

type State = (typeof IDLE)[number] | (typeof ENDED)[number] | "active";

async function idsOf(queue: Queue, run: string, states: readonly State[]): Promise<string[]> {
  const found: string[] = [];
  for (const state of states)
    for (let begin = 0; ; begin += PAGE) {
      const ids = await within(PATIENCE, queue.getRanges([state], begin, begin + PAGE - 1));
      found.push(...ids.filter((id) => id.startsWith(`${run}-`)));
      if (ids.length < PAGE) break;
    }
  return found;
}

/** @returns how many are gone; one that a worker has taken meanwhile is not */
async function removed(queue: Queue, ids: readonly string[]): Promise<number> {
  let count = 0;
  for (const id of ids) count += await within(PATIENCE, queue.remove(id));
  return count;
}

function jobs(count: number): string {
  return `${count} ${count === 1 ? "job" : "jobs"}`;
}
