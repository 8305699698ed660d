import { machineOf, strangersText } from "../link/listening-workers.ts";
import type { Pace } from "../protocol/pace.ts";
import { queueName } from "../protocol/queue-name.ts";
import type { QueueLink } from "./queue-link.ts";

/** Says who works, whenever that changes, and why nobody does. */
export interface WorkersWatch {
  look(): void;
  stop(): void;
}

export function workersWatch(
  { slots, meeting, store }: Pick<QueueLink, "slots" | "meeting" | "store">,
  say: (line: string) => void,
  { poll }: Pace,
): WorkersWatch {
  let told = "";
  let looking = false;
  let next = 0;
  let isOver = false;
  return {
    look() {
      if (looking || Date.now() < next) return;
      looking = true;
      void slots().then((found) => {
        looking = false;
        next = Date.now() + 2 * poll;
        if (isOver) return;
        const own = found
          .filter((slot) => queueName(slot.meeting) === queueName(meeting))
          .map(({ name }) => name);
        const text = own.length > 0 ? workersText(own) : nobodyText(strangersText(found, meeting));
        if (text !== told) say(text);
        told = text;
      });
    },
    stop() {
      isOver = true;
    },
  };

  function nobodyText(strangers: readonly string[]): string {
    const who =
      strangers.length > 0 ? `no worker takes these jobs (${strangers.join("; ")})` : "no worker listens";
    return `${who}: segloss worker --queue URL --store ${store.place}, on each machine`;
  }
}

/** `3 slots at work: alpha 2, beta`. */
export function workersText(slots: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const slot of slots) counts.set(machineOf(slot), (counts.get(machineOf(slot)) ?? 0) + 1);
  const machines = [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => (count > 1 ? `${name} ${count}` : name));
  return `${slots.length} ${slots.length === 1 ? "slot" : "slots"} at work: ${machines.join(", ")}`;
}
