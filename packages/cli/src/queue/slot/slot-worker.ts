import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Job, Worker } from "bullmq";
import { onAbort } from "../../processes/on-abort.ts";
import { limited } from "../link/limited.ts";
import { loadQueueLibraries } from "../link/load-queue.ts";
import { within } from "../link/within.ts";
import { type Pace, paceOf } from "../protocol/pace.ts";
import { queueName } from "../protocol/queue-name.ts";
import { versionsHere } from "../protocol/versions.ts";
import { openFolderStore } from "../store/folder-store.ts";
import { contentCache } from "./content-cache.ts";
import { jobProcessor } from "./job-processor.ts";
import { shardRunner } from "./shard-runner.ts";
import type { SlotOrder } from "./slot-order.ts";
import { trialRunner } from "./trial-runner.ts";

/** Milliseconds for what a Redis may never answer to. */
const PATIENCE = 5000;
/** Milliseconds for a job under way to be handed back. */
const HANDING_BACK = 60_000;

/**
 * Takes jobs from the queue, one at a time, until the signal comes; then the one under way is handed back with a checkpoint, and all is closed.
 * @throws Error where it cannot begin
 */
export async function slotWorker(
  order: SlotOrder,
  leaving: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const slot = await openSlot(order, leaving, say);
  const { worker } = slot;
  const trouble = limited((line) => say(`Redis: ${line}`));
  worker.on("error", (error) => trouble(error.message || String((error as NodeJS.ErrnoException).code)));
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) worker.cancelJob(id, "its lock was lost");
  });
  const left = comes(leaving);
  await Promise.race([worker.waitUntilReady(), left]);
  if (!leaving.aborted) {
    say("waits for jobs");
    worker.run().catch((error: Error) => trouble(error.message));
  }
  await left;
  await slot.close();
}

interface Slot {
  readonly worker: Worker;
  /** Hands the job under way back, and ends all processes. */
  close(): Promise<void>;
}

async function openSlot(order: SlotOrder, leaving: AbortSignal, say: (line: string) => void): Promise<Slot> {
  const libraries = await loadQueueLibraries();
  const { machine, bounds, address } = order;
  const pace = paceOf();
  const store = await openFolderStore(order.store);
  const here = { ...(await versionsHere(order.provider)), store: store.id };
  const own = join(order.cache, "slots", `${machine.name}-${process.pid}`);
  const runners = {
    trial: trialRunner(join(own, "trials"), contentCache(join(order.cache, "data")), bounds),
    shard: shardRunner(join(own, "shards"), bounds),
  };
  const name = `${machine.name}.${order.slot}`;
  const rest = (trouble: string) => restOf(worker, pace, trouble, say);
  const process_ = jobProcessor(libraries, { store, machine, runners, pace, say, name, here, leaving, rest });
  let current: Promise<unknown> = Promise.resolve();
  const remembered = (job: Job, token: string | undefined, lost: AbortSignal | undefined) => {
    const done = process_(job, token, lost);
    current = done.catch(() => {});
    return done;
  };
  const worker: Worker = new libraries.bullmq.Worker(queueName(here), remembered, {
    // No limits of time for sockets and commands: a command that was sent twice leaves a job that nobody holds.
    connection: { ...address, maxRetriesPerRequest: null, retryStrategy: () => 1000 },
    ...{ name, concurrency: 1, drainDelay: 5, maxStalledCount: 1_000_000, autorun: false },
    ...{ lockDuration: pace.lock, lockRenewTime: pace.renew, stalledInterval: pace.stalled },
  });
  return {
    worker,
    async close() {
      const closed = worker.close();
      await within(HANDING_BACK, current).catch(() => {});
      // With Redis away this may take for ever.
      await within(PATIENCE, closed).catch(() => {});
      await Promise.all(Object.values(runners).map((runner) => runner.close())).catch(() => {});
      await rm(own, { recursive: true, force: true });
    },
  };
}

/** Takes no job for a while: a machine in trouble would take one after another, and hand all of them back. */
function restOf(worker: Worker, { rest }: Pace, trouble: string, say: (line: string) => void): void {
  say(`rests for ${Math.round(rest / 1000)} s: ${trouble}`);
  void worker.pause(true).catch(() => {});
  setTimeout(() => worker.resume(), rest).unref();
}

function comes(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    onAbort(signal, resolve);
  });
}
