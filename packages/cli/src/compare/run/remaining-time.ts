import type { Listener } from "./comparison-events.ts";
import type { Remaining } from "./show-progress.ts";

/**
 * What is left of a comparison, from the seconds that its plan counts with and how much slower or faster the steps done so far were. Steps that no training of this run
 * takes, since an earlier one had ended or this one broke off, take no time.
 *
 * @param planned wall time of the whole plan in seconds, and steps of all its trainings
 */
export function remainingTime(
  planned: { readonly seconds: number; readonly steps: number },
  now: () => number = () => performance.now() / 1000,
): { listen: Listener; remaining: () => Remaining } {
  const started = now();
  const wanted = new Map<string, number>();
  const steps = new Map<string, number>();
  const saved = { steps: 0 };
  const total = () => [...steps.values()].reduce((a, b) => a + b, 0);
  return {
    listen(event) {
      if (event.event === "trial-start") wanted.set(event.id, event.steps);
      else if (event.event === "step") steps.set(event.id, event.step);
      else if (event.event === "trial-end")
        saved.steps += Math.max(0, (wanted.get(event.id) ?? 0) - (steps.get(event.id) ?? 0));
    },
    remaining() {
      const elapsed = now() - started;
      const todo = Math.max(0, planned.steps - saved.steps);
      if (todo === 0) return { elapsed, left: 0 };
      const seconds = (planned.seconds * todo) / planned.steps;
      const share = Math.min(1, total() / todo);
      // At first the plan knows better, later what was seen.
      const seen = share > 0 ? elapsed / share : seconds;
      const whole = share * seen + (1 - share) * seconds;
      return { elapsed, left: Math.max(0, (1 - share) * whole) };
    },
  };
}
