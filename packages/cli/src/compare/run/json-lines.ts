import type { ComparisonEvent, Listener } from "./comparison-events.ts";

/** Milliseconds between two steps of a training that are told. */
const STEP_PAUSE = 1000;

/** One JSON object a line, with the time in ISO 8601; steps of a training at most once a second. */
export function jsonLines(write: (line: string) => void, now: () => Date = () => new Date()): Listener {
  const last = new Map<string, number>();
  return (event) => {
    const time = now();
    if (event.event === "step" && !isDue(event, time.getTime())) return;
    write(JSON.stringify({ time: time.toISOString(), ...event }));
  };

  function isDue({ id }: ComparisonEvent & { event: "step" }, time: number): boolean {
    if (time - (last.get(id) ?? 0) < STEP_PAUSE) return false;
    last.set(id, time);
    return true;
  }
}
