import type { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { checkRedis } from "../link/check-redis.ts";
import { type ListeningSlot, listeningWorkers } from "../link/listening-workers.ts";
import { loadQueueLibraries } from "../link/load-queue.ts";
import type { QueuePlace } from "../link/queue-options.ts";
import { within } from "../link/within.ts";
import { type Meeting, queueName } from "../protocol/queue-name.ts";
import { versionsHere } from "../protocol/versions.ts";
import { openFolderStore } from "../store/folder-store.ts";
import type { ObjectStore } from "../store/object-store.ts";

/** A sender's way to queue and store. */
export interface QueueLink {
  readonly store: ObjectStore;
  readonly meeting: Meeting;
  readonly queue: Queue;
  readonly events: QueueEvents;
  /** What is to be known about the Redis. */
  readonly notes: readonly string[];
  /** Slots of all versions and stores; none where Redis does not say. */
  slots(): Promise<ListeningSlot[]>;
  close(): Promise<void>;
}

/** Milliseconds for what a Redis may never answer to. */
export const PATIENCE = 10_000;

/** @throws DataError where Redis or the store are not there, or not as they have to be */
export async function openQueueLink(
  { address, store: folder }: QueuePlace,
  provider: string,
): Promise<QueueLink> {
  const libraries = await loadQueueLibraries();
  const notes = await checkRedis(libraries, address);
  const store = await openFolderStore(folder);
  const meeting = { ...(await versionsHere(provider)), store: store.id };
  const connection = { ...address, maxRetriesPerRequest: null, retryStrategy: () => 1000 };
  const name = queueName(meeting);
  const { bullmq, Redis: Client } = libraries;
  const queue = new bullmq.Queue(name, { connection });
  const events = new bullmq.QueueEvents(name, { connection });
  const client: Redis = new Client(connection);
  // Whoever sends says what goes wrong; an error that nobody listens to would end the process.
  queue.on("error", () => {});
  events.on("error", () => {});
  client.on("error", () => {});
  return {
    ...{ store, meeting, queue, events, notes },
    // A user may be forbidden to list connections.
    slots: () => within(PATIENCE, listeningWorkers(client)).catch(() => []),
    async close() {
      client.disconnect();
      await Promise.all([queue, events].map((one) => within(PATIENCE / 2, one.close()).catch(() => {})));
    },
  };
}
