import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costOf } from "../../../src/compare/plan/cost.ts";
import { amountsFor, mostSteps, stepsWithin } from "../../../src/compare/plan/plan-steps.ts";
import { leastSteps } from "../../../src/compare/protocol/least-steps.ts";

const losses = ["dice", "focal", "crossEntropy"];
const speed = {
  setUp: 0.5,
  perStep: new Map(losses.map((loss, k) => [loss, 0.15 + 0.05 * k])),
  perAssessedBatch: 0.07,
  perMegapixel: 1,
};
const fixed = {
  ...{ losses, tried: losses, rates: 3, lossTrainings: 0, finalists: 3, folds: 3, repeats: 1, points: 8 },
  ...{ megapixels: 2, atOnce: 2, validationBatches: 8 },
};

describe("costOf", () => {
  test("adds what each part costs: worked out by hand", () => {
    const { amounts } = amountsFor(300, fixed, speed, 300);
    const cost = costOf(speed, amounts);
    expect(amounts.rateSteps).toBe(75);
    // 0.15 + 0.2 + 0.25 s a step of each loss; 3 rates of 75 steps, 3 folds of 300.
    expect(cost.steps).toBeCloseTo(0.6 * (3 * 75 + 3 * 300), 9);
    expect(cost.test).toBeCloseTo(1 * 2 * 3, 9);
    expect(cost.setUp).toBeCloseTo(0.5 * (9 + 9), 9);
    expect(cost.seconds).toBeGreaterThan((cost.steps + cost.validation + cost.test + cost.setUp) / 2);
  });

  test("settings of one loss are tried with a single rate too", () => {
    const { amounts } = amountsFor(300, { ...fixed, tried: ["focal"], rates: 1 }, speed, 300);
    // 0.2 s a step of focal.
    expect(costOf(speed, amounts).steps).toBeCloseTo(0.2 * 75 + 0.6 * 3 * 300, 9);
    expect(costOf(speed, amounts).setUp).toBeCloseTo(0.5 * (1 + 9), 9);
  });

  test("a screen of losses trains all and scores the dearest of those that may go on", () => {
    const { amounts } = amountsFor(400, { ...fixed, lossTrainings: 3, finalists: 2 }, speed, 300);
    const cost = costOf(speed, amounts);
    expect(cost.steps).toBeCloseTo(0.6 * 3 * 100 + 0.6 * 3 * 300 + (0.25 + 0.2) * 3 * 400, 9);
  });
});

describe("steps", () => {
  test("assessments on the way stay below a twentieth of the steps where a batch of them takes a third of a step", () => {
    fc.assert(
      fc.property(fc.integer({ min: 300, max: 20_000 }), (steps) => {
        const { cost } = amountsFor(steps, fixed, speed, 300);
        expect(cost.validation).toBeLessThanOrEqual(0.05 * cost.steps);
      }),
    );
  });

  test("stepsWithin is the largest number that fits", () => {
    const planFor = (steps: number) => amountsFor(steps, fixed, speed, 300);
    const steps = stepsWithin(600, 20_000, planFor);
    expect(planFor(steps).cost.seconds).toBeLessThanOrEqual(600);
    expect(planFor(steps + 1).cost.seconds).toBeGreaterThan(600);
    expect(stepsWithin(0.1, 20_000, planFor)).toBe(1);
    expect(stepsWithin(1e9, 700, planFor)).toBe(700);
  });

  test("three epochs and three hundred steps are the least, sixty epochs the most", () => {
    expect(leastSteps(10)).toBe(300);
    expect(leastSteps(500)).toBe(1500);
    expect(mostSteps(50)).toBe(3000);
    expect(mostSteps(2)).toBe(600);
    expect(mostSteps(1e6)).toBe(20_000);
  });
});
