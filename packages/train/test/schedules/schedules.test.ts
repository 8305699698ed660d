import { constant, cosine, warmUp } from "@segloss/train";
import { expect, it } from "vitest";

it("constant stays", () => {
  expect([1, 10, 1000].map(constant(0.3))).toEqual([0.3, 0.3, 0.3]);
});

it("cosine falls from the rate through the middle to the floor and stays there", () => {
  const schedule = cosine({ rate: 1, steps: 101, floor: 0.2 });
  expect(schedule(1)).toBe(1);
  expect(schedule(51)).toBeCloseTo(0.6, 12);
  expect(schedule(101)).toBeCloseTo(0.2, 12);
  expect(schedule(500)).toBeCloseTo(0.2, 12);
});

it("cosine over one step keeps the rate", () => {
  expect(cosine({ rate: 1, steps: 1 })(1)).toBe(1);
});

it("warm-up rises evenly and then leaves the schedule alone", () => {
  const schedule = warmUp(3, constant(1));
  expect([1, 2, 3, 4, 5].map(schedule)).toEqual([0.25, 0.5, 0.75, 1, 1]);
});
