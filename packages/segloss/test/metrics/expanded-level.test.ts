import { expect, test } from "vitest";
import { expandedLevel } from "../../src/metrics/expanded-level.ts";

// Two-sided quantiles of Student's t from printed tables: level, degrees of freedom, t.
const table = [
  [0.95, 1, 12.706],
  [0.95, 2, 4.303],
  [0.95, 4, 2.776],
  [0.95, 9, 2.262],
  [0.95, 30, 2.042],
  [0.95, 120, 1.98],
  [0.9, 5, 2.015],
  [0.99, 10, 3.169],
  [0.5, 3, 0.765],
] as const;

test.each(table)("level %f at %i degrees of freedom is that of the tables, t = %f", (level, freedom, t) => {
  const bound = Math.sqrt((freedom + 1) / freedom) * t;
  // t is rounded to 0.0005, which moves the probability by at most twice the density times that.
  const tolerance = 2 * density(bound) * 8e-4 + 1e-14;
  expect(Math.abs(expandedLevel(level, freedom + 1) - normalIntegral(bound))).toBeLessThan(tolerance);
});

test("tends to the level itself", () => {
  expect(expandedLevel(0.95, 100_000)).toBeCloseTo(0.95, 5);
  expect(expandedLevel(0.95, 100)).toBeGreaterThan(0.95);
});

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Simpson's rule over -bound to bound. */
function normalIntegral(bound: number): number {
  const steps = 2000;
  const width = (2 * bound) / steps;
  let sum = density(bound) * 2;
  for (let i = 1; i < steps; i++) sum += (i % 2 ? 4 : 2) * density(-bound + i * width);
  return (sum * width) / 3;
}
