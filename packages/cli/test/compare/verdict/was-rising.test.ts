import { describe, expect, it } from "vitest";
import { judgeLosses } from "../../../src/compare/verdict/judge-losses.ts";
import { riseAtEnd } from "../../../src/compare/verdict/rise-at-end.ts";
import { wasRising } from "../../../src/compare/verdict/was-rising.ts";
import { threeLosses } from "../../report/made-cases.ts";

const { plan, losses, data } = threeLosses();

/** The trainings of a loss, with these rises of the validation Dice in the last quarter of the steps. */
function withRises(of: number, rises: readonly number[]) {
  const trials = losses[of].trials.map((trial, k) => {
    const [before, last] = [0.75 * trial.steps, trial.steps].map((step) => ({
      ...trial.curve[0],
      step,
      dice: 0.5,
    }));
    const rise = rises[k % rises.length];
    const state = rise < plan.margin ? ("converged" as const) : ("rising" as const);
    return { ...trial, state, curve: [before, { ...last, dice: 0.5 + rise }] };
  });
  return { ...losses[of], trials };
}

describe("a loss was still rising", () => {
  const isRising = (...rises: number[]) => wasRising(withRises(0, rises).trials, plan);

  it("where most of its trainings were", () => {
    expect(isRising(0.011, 0.011, -0.02)).toBe(true);
    expect(isRising(0.009, 0.001, -0.02)).toBe(false);
  });

  it("in the last quarter, whose points are at whole steps, rounded up", () => {
    const steps = 310;
    const curve = Array.from({ length: 8 }, (_, k) => ({
      ...losses[0].trials[0].curve[0],
      step: Math.ceil(((k + 1) * steps) / 8),
      dice: k < 5 ? 0.3 : 0.5,
    }));
    expect(curve[5].step).toBe(233);
    expect(riseAtEnd(curve, steps)).toBeCloseTo(0, 12);
  });

  it("where they rose by the margin on the mean: a few are on their way, the others wait or have arrived", () => {
    expect(isRising(0.05, 0, 0, 0.001, -0.002)).toBe(false);
    // Cross entropy on nasa-superalloy after 400 steps: five of ten were rising.
    expect(isRising(0.005, -0.008, 0.008, -0.013, 0.033, 0.004, 0.028, 0.05, 0.02, 0.035)).toBe(true);
  });

  it("and not where most of them failed", () => {
    const { trials } = withRises(0, [0.05]);
    const failed = (count: number) =>
      trials.map((one, k) => (k < count ? { ...one, state: "diverged" as const, curve: [] } : one));
    expect(wasRising(failed(trials.length - 1), plan)).toBe(false);
    expect(wasRising(failed(1), plan)).toBe(true);
  });

  it("and is called worse than none", () => {
    const judged = (rise: number) =>
      judgeLosses([losses[0], withRises(1, [rise]), losses[2]], plan, data).verdict;
    expect(judged(0)).toMatchObject({ word: "better", winner: 0 });
    expect(judged(0.02)).toMatchObject({ word: "undecided", winner: null, candidates: [0, 1] });
    expect(judged(0.02).claim).toMatch(/; crossEntropy was still rising and may catch up\.$/);
  });
});

it("a class that trainings did not find is named: longer ones may", () => {
  const blind = losses[1].trials.map((trial, k) => ({
    ...trial,
    evidence: trial.evidence.map((one) =>
      k < 2
        ? { ...one, tp: [one.tp[0], 0], fp: [one.fp[0], 3], fn: [one.fn[0], one.tp[1] + one.fn[1]] }
        : one,
    ),
  }));
  const { caution } = judgeLosses([losses[0], { ...losses[1], trials: blind }], plan, data).verdict;
  expect(caution).toContain("nucleus was not found by crossEntropy in 2 of 15 trainings; longer ones may.");
  expect(judgeLosses(losses, plan, data).verdict.caution).not.toContain("not found");
});
