import { check } from "segloss/door";
import { AT_LEAST_0 } from "./at-least-0.ts";
import type { Schedule } from "./schedule.ts";

/** The same rate at every step. */
export function constant(rate: number): Schedule {
  check("constant: rate", rate, AT_LEAST_0);
  return () => rate;
}
