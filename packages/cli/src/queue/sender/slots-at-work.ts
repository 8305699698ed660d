import { queueName } from "../protocol/queue-name.ts";
import type { QueueLink } from "./queue-link.ts";

/** Slots that would do the jobs now; with none yet a plan counts on one. */
export async function slotsAtWork({ slots, meeting }: Pick<QueueLink, "slots" | "meeting">): Promise<number> {
  const own = (await slots()).filter((slot) => queueName(slot.meeting) === queueName(meeting));
  return Math.max(1, own.length);
}
