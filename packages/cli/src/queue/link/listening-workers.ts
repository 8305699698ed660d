import type { Redis } from "ioredis";
import { type Meeting, parseQueueName } from "../protocol/queue-name.ts";

/** A slot of a worker that waits for jobs or does one. */
export interface ListeningSlot {
  /** `MACHINE.SLOT`. */
  readonly name: string;
  readonly meeting: Meeting;
}

/** Connections of BullMQ's workers say whose they are: the name of the queue in base 64, then that of the worker. */
const WORKER = /^bull:([A-Za-z0-9+/=]+):w:(.+)$/;

/** All slots of all versions and stores that this Redis has; none where its user may not list connections. */
export async function listeningWorkers(client: Redis): Promise<ListeningSlot[]> {
  const text = String(await client.client("LIST"));
  const found = new Map<string, ListeningSlot>();
  for (const [, connection] of text.matchAll(/ name=(\S*)/g)) {
    const [, queue, name] = WORKER.exec(connection) ?? [];
    const meeting = queue && parseQueueName(Buffer.from(queue, "base64").toString());
    if (meeting) found.set(connection, { name, meeting });
  }
  return [...found.values()];
}

/** Why slots that listen take none of the jobs of a meeting, each reason once. */
export function strangersText(slots: readonly ListeningSlot[], here: Meeting): string[] {
  const reasons = slots.map(({ name, meeting }) => {
    const differs = DIFFERENCES.filter(([key]) => meeting[key] !== here[key]);
    const what = differs.map(([key, word]) => `${word} ${meeting[key]} instead of ${here[key]}`);
    return differs.length === 0 ? undefined : `${machineOf(name)} listens with ${what.join(", ")}`;
  });
  return [...new Set(reasons.filter((reason) => reason !== undefined))].sort();
}

const DIFFERENCES: readonly (readonly [key: keyof Meeting, word: string])[] = [
  ["protocol", "protocol"],
  ["segloss", "segloss"],
  ["runtime", "ONNX Runtime"],
  ["provider", "provider"],
  ["block", "blocks of"],
  ["store", "the store"],
];

export function machineOf(slot: string): string {
  return slot.replace(/\.\d+$/, "");
}
