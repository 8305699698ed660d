import type { Schedule } from "./schedule.ts";

/** Rises in equal parts to the rate of `schedule` during the first `steps` steps. The schedule itself runs on meanwhile. */
export function warmUp(steps: number, schedule: Schedule): Schedule {
  return (step) => schedule(step) * Math.min(1, step / (steps + 1));
}
