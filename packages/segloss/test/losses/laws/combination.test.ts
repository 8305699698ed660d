import fc from "fast-check";
import { type Loss, overRegion, scale, sum } from "segloss";
import { describe, it } from "vitest";
import { SEED_LOSSES } from "./every-loss.ts";
import { problems, type Solution, sameSolution, solve } from "./problem.ts";

const anyLoss = fc.constantFrom(...SEED_LOSSES.map(([, loss]) => loss));
const factor = fc.integer({ min: -40, max: 40 }).map((k) => k / 8);
const anyProblem = problems({ channels: [1, 3] });
const parts = fc.array(fc.tuple(factor, anyLoss), { minLength: 1, maxLength: 4 });

function weightedSum(weights: readonly number[], solutions: readonly Solution[]): Solution {
  const gradient = solutions[0].gradient.map((_, i) =>
    solutions.reduce((total, solution, k) => total + weights[k] * solution.gradient[i], 0),
  );
  return {
    value: solutions.reduce((total, solution, k) => total + weights[k] * solution.value, 0),
    gradient,
  };
}

describe("combinations", () => {
  it("a weighted sum of losses has the weighted sum of their values and gradients", () => {
    fc.assert(
      fc.property(parts, anyProblem, (given, problem) => {
        const combined = sum(...given.map(([k, loss]) => scale(k, loss)));
        const expected = weightedSum(
          given.map(([k]) => k),
          given.map(([, loss]) => solve(loss, problem)),
        );
        sameSolution(solve(combined, problem), expected, 1e-10);
      }),
      { numRuns: 25, seed: 4 },
    );
  });

  it("scaling twice is scaling by the product", () => {
    fc.assert(
      fc.property(factor, factor, anyLoss, anyProblem, (a, b, loss, problem) => {
        sameSolution(solve(scale(a, scale(b, loss)), problem), solve(scale(a * b, loss), problem));
      }),
      { numRuns: 15, seed: 4 },
    );
  });

  it("over images is the mean of the losses of the images", () => {
    fc.assert(
      fc.property(anyLoss, anyProblem, (loss: Loss, problem) => {
        const [batch, pixels, channels] = problem.shape;
        const each = Array.from({ length: batch }, (_, n) =>
          solve(overRegion(loss, "batch"), {
            ...problem,
            shape: [1, pixels, channels],
            logits: problem.logits.subarray(n * pixels * channels, (n + 1) * pixels * channels),
            targets: (problem.targets as Uint8Array).subarray(n * pixels, (n + 1) * pixels),
          }),
        );
        const value = each.reduce((total, image) => total + image.value, 0) / batch;
        const gradient = Float64Array.from(
          each.flatMap((image) => [...image.gradient].map((g) => g / batch)),
        );
        sameSolution(solve(overRegion(loss, "image"), problem), { value, gradient }, 1e-11);
      }),
      { numRuns: 15, seed: 3 },
    );
  });
});
