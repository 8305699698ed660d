import { dataError } from "../../data/data-error.ts";

type BullMq = typeof import("bullmq");
type IoRedis = Pick<typeof import("ioredis"), "Redis">;
type Loaded = readonly [
  Pick<BullMq, "Queue" | "QueueEvents" | "Worker" | "UnrecoverableError" | "WaitingError">,
  IoRedis,
];

/** The packages that speak with Redis, which all other commands do without. */
export interface QueueLibraries {
  readonly bullmq: Loaded[0];
  readonly Redis: IoRedis["Redis"];
}

const INSTALL = "npm install bullmq@6.7.0 ioredis@6.0.0 --ignore-scripts";

/** @throws DataError with the line that installs them */
export async function loadQueueLibraries(
  load: () => Promise<Loaded> = () => Promise.all([import("bullmq"), import("ioredis")]),
): Promise<QueueLibraries> {
  try {
    const [bullmq, { Redis }] = await load();
    return { bullmq, Redis };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw dataError(
      `work over many machines needs BullMQ and ioredis, which are not installed: ${INSTALL}`,
      cause,
    );
  }
}
