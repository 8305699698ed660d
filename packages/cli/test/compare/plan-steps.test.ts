import { expect, it } from "vitest";
import { stepsWithin } from "../../src/compare/plan-steps.ts";

const cost = (fixed: number, perStep: number) => ({ fixed, perStep });

it("fills the time of one worker", () => {
  expect(stepsWithin(100, [cost(10, 1), cost(10, 3)], 1)).toBe(20);
});

it("counts the longest worker, in the order of the list", () => {
  // Three equal trainings on two workers: one worker does two.
  expect(stepsWithin(100, [cost(0, 1), cost(0, 1), cost(0, 1)], 2)).toBe(50);
});

it("does at least one step", () => {
  expect(stepsWithin(1, [cost(10, 1)], 2)).toBe(1);
  expect(stepsWithin(-5, [cost(10, 1)], 2)).toBe(1);
});
