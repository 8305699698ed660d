import type { Random } from "../random.ts";

/** A factor from low to high around 1, below and above 1 alike often however far each end is away. */
export function factorBetween(low: number, high: number, source: Random): number {
  return source.uniform() < 0.5 ? source.between(low, 1) : source.between(1, high);
}
