import { expect } from "vitest";

/** Equal but for the rounding of a sum of three squares and its root. */
export function expectWithinRounding(value: number, expected: number): void {
  if (expected === Infinity) expect(value).toBe(Infinity);
  else expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-14 * expected);
}
