import { check, FUNCTION } from "segloss/door";
import { AT_LEAST_0 } from "./at-least-0.ts";
import type { Schedule } from "./schedule.ts";

/** Rises in equal parts to the rate of `schedule` during the first `steps` steps. The schedule itself runs on meanwhile. */
export function warmUp(steps: number, schedule: Schedule): Schedule {
  check("warmUp: steps", steps, AT_LEAST_0);
  check("warmUp: schedule", schedule, FUNCTION);
  return (step) => schedule(step) * Math.min(1, step / (steps + 1));
}
