import { expect, it } from "vitest";
import { estimate, tQuantile } from "../../src/compare/statistics.ts";

it("has no interval for one value", () => {
  expect(estimate([0.5])).toEqual({ mean: 0.5, low: null, high: null, count: 1 });
});

it("gives the interval of a textbook example", () => {
  // Mean 3, standard deviation sqrt(2.5), 4 degrees of freedom: half width 2.776 * sqrt(2.5/5).
  const { mean, low, high } = estimate([1, 2, 3, 4, 5]);
  expect(mean).toBe(3);
  expect(low).toBeCloseTo(3 - 1.9629, 3);
  expect(high).toBeCloseTo(3 + 1.9629, 3);
});

it("has the quantiles of Student's t that tables have, beyond its own table too", () => {
  for (const [freedom, quantile] of [
    [1, 12.706],
    [10, 2.228],
    [20, 2.086],
    [25, 2.0595],
    [40, 2.0211],
    [120, 1.9799],
  ])
    expect(Math.abs(tQuantile(freedom) - quantile)).toBeLessThan(6e-4);
});

it("refuses to estimate from nothing", () => {
  expect(() => estimate([])).toThrow(/at least one value/);
});
