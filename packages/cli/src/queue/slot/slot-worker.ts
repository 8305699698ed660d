import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Job, Worker } from "bullmq";
import { limited } from "../link/limited.ts";
import { loadQueueLibraries } from "../link/load-queue.ts";
import { within } from "../link/within.ts";
import { checkJobData, Refusal } from "../protocol/job-data.ts";
import { paceOf } from "../protocol/pace.ts";
import { queueName } from "../protocol/queue-name.ts";
import { versionsHere } from "../protocol/versions.ts";
import { openFolderStore } from "../store/folder-store.ts";
import { OwnDiskTrouble } from "../store/own-disk-trouble.ts";
import { StoreAway } from "../store/store-away.ts";
import { contentCache } from "./content-cache.ts";
import { doJob, type JobEnd } from "./do-job.ts";
import type { JobProgress } from "./runner.ts";
import { shardRunner } from "./shard-runner.ts";
import type { SlotOrder } from "./slot-order.ts";
import { trialRunner } from "./trial-runner.ts";

/** Milliseconds for what a Redis may never answer to. */
const PATIENCE = 5000;
/** Milliseconds for a job under way to be handed back. */
const HANDING_BACK = 60_000;
/** Milliseconds between two words about where a job stands. */
const TELL_EVERY = 2000;

/**
 * Takes jobs from the queue, one at a time, until the signal comes; then the one under way is handed back with a checkpoint, and all is closed.
 * @throws Error where it cannot begin
 */
export async function slotWorker(
  order: SlotOrder,
  leaving: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const { bullmq } = await loadQueueLibraries();
  const { UnrecoverableError, WaitingError } = bullmq;
  const { machine, bounds, address } = order;
  const pace = paceOf();
  const store = await openFolderStore(order.store);
  const here = { ...(await versionsHere(order.provider)), store: store.id };
  const own = join(order.cache, "slots", `${machine.name}-${process.pid}`);
  const cache = contentCache(join(order.cache, "data"));
  const runners = {
    trial: trialRunner(join(own, "trials"), cache, bounds),
    shard: shardRunner(join(own, "shards"), bounds),
  };
  const name = `${machine.name}.${order.slot}`;
  const sayRedis = limited((line) => say(`Redis: ${line}`));
  // Three parameters: BullMQ cancels no job of a function that takes fewer.
  const process_ = async (job: Job, token: string | undefined, lost: AbortSignal | undefined) => {
    const end = await work(job, lost).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      say(`${shownName(job)}: refused: ${error.message}`);
      throw new UnrecoverableError(`refused by ${name}: ${error.message}`);
    });
    if (end.how === "again") throw new Error(end.reason);
    if (end.how === "ended") return "";
    await within(PATIENCE, job.moveToWait(token));
    throw new WaitingError();
  };
  const worker: Worker = new bullmq.Worker(queueName(here), process_, {
    // No limits of time for sockets and commands: a command that was sent twice leaves a job that nobody holds.
    connection: { ...address, maxRetriesPerRequest: null, retryStrategy: () => 1000 },
    ...{ name, concurrency: 1, drainDelay: 5, maxStalledCount: 1_000_000, autorun: false },
    ...{ lockDuration: pace.lock, lockRenewTime: pace.renew, stalledInterval: pace.stalled },
  });
  worker.on("error", (error) => sayRedis(error.message || String((error as NodeJS.ErrnoException).code)));
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) worker.cancelJob(id, "its lock was lost");
  });
  const left = new Promise<void>((resolve) => {
    if (leaving.aborted) resolve();
    leaving.addEventListener("abort", () => resolve());
  });
  await Promise.race([worker.waitUntilReady(), left]);
  if (!leaving.aborted) {
    say("waits for jobs");
    worker.run().catch((error: Error) => sayRedis(error.message));
  }
  await left;
  // With Redis away this may take for ever.
  await within(HANDING_BACK, worker.close()).catch(() => {});
  await Promise.all(Object.values(runners).map((runner) => runner.close())).catch(() => {});
  await rm(own, { recursive: true, force: true });

  async function work(job: Job, lost: AbortSignal = new AbortController().signal): Promise<JobEnd> {
    const data = checkJobData(job.data, here);
    const sayOf = limited((line) => say(`${shownName(job)}: ${line}`));
    const began = performance.now();
    const toldOf = teller(job, name);
    lost.addEventListener("abort", () =>
      sayOf("lost to another worker after a silence; its process is ended"),
    );
    try {
      const parts = { store, machine, runners, say: sayOf };
      const end = await doJob(data, parts, { stop: leaving, kill: lost, tell: toldOf });
      if (end.how === "ended") sayOf(`ended after ${((performance.now() - began) / 1000).toFixed(1)} s`);
      return end;
    } catch (error) {
      if (!(error instanceof StoreAway || error instanceof OwnDiskTrouble)) throw error;
      rest(error.message);
      return { how: "handed back" };
    }
  }

  /** Takes no job for a while: this machine would take one after another, and hand all of them back. */
  function rest(trouble: string): void {
    say(`rests for ${Math.round(pace.rest / 1000)} s: ${trouble}`);
    void worker.pause(true).catch(() => {});
    setTimeout(() => worker.resume(), pace.rest).unref();
  }
}

/** Of a job that may be anybody's. */
function shownName({ name, id = "" }: Job): string {
  return (name || id).replace(/[^\x20-\x7e]/g, "?").slice(0, 120);
}

/** Tells where a job stands, at most every two seconds; what cannot be told must not cost the job. */
function teller(job: Job, slot: string): (progress: Omit<JobProgress, "slot">) => void {
  let told = Number.NEGATIVE_INFINITY;
  return (progress) => {
    if (performance.now() - told < TELL_EVERY) return;
    told = performance.now();
    job.updateProgress({ slot, ...progress }).catch(() => {});
  };
}
