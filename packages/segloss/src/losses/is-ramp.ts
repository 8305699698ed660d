import type { Ramp } from "./loss.ts";

/** Whether a value is a ramp: for losses that come as JSON. */
export function isRamp(value: unknown): value is Ramp {
  if (typeof value !== "object" || value === null) return false;
  const { from, to, start, end } = value as Record<string, unknown>;
  if (![from, to, start, end].every((x) => typeof x === "number" && Number.isFinite(x))) return false;
  return (start as number) >= 0 && (start as number) < (end as number) && (end as number) <= 1;
}
