import type { Listener } from "./comparison-events.ts";
import type { Remaining } from "./show-progress.ts";

/**
 * What is left of a comparison, from the seconds that its plan counts with and how much slower or faster the steps done so far were.
 *
 * @param planned wall time of the whole plan in seconds, and steps of all its trainings
 */
export function remainingTime(
  planned: { readonly seconds: number; readonly steps: number },
  now: () => number = () => performance.now() / 1000,
): { listen: Listener; remaining: () => Remaining } {
  const started = now();
  const steps = new Map<string, number>();
  const total = () => [...steps.values()].reduce((a, b) => a + b, 0);
  return {
    listen(event) {
      if (event.event === "step") steps.set(event.id, event.step);
    },
    remaining() {
      const elapsed = now() - started;
      const share = Math.min(1, total() / Math.max(1, planned.steps));
      // At first the plan knows better, later what was seen.
      const seen = share > 0 ? elapsed / share : planned.seconds;
      const whole = share * seen + (1 - share) * planned.seconds;
      return { elapsed, left: Math.max(0, (1 - share) * whole) };
    },
  };
}
