import { either, FUNCTION, type Kind } from "segloss/door";
import { AT_LEAST_0 } from "./at-least-0.ts";
import { constant } from "./constant.ts";
import type { Schedule } from "./schedule.ts";

/** What an optimizer takes as its rate. */
export const RATE: Kind = either(AT_LEAST_0, { ...FUNCTION, expected: "a schedule such as cosine(...)" });

/** A rate as a schedule, tried once: what gives no number would make every parameter NaN. */
export function scheduleOf(rate: number | Schedule): Schedule {
  if (typeof rate === "number") return constant(rate);
  const first: unknown = rate(1);
  if (AT_LEAST_0.fits(first)) return rate;
  throw new RangeError(
    `A schedule must give ${AT_LEAST_0.expected} for each step; got ${String(first).slice(0, 80)} for step 1.`,
  );
}
