import fc from "fast-check";
import { crossEntropy } from "segloss";
import { describe, expect, it } from "vitest";
import { MEANS, type NamedLoss, PLACELESS, RATIOS, SEED_LOSSES, SYMMETRIC } from "./every-loss.ts";
import {
  allClose,
  channelsOf,
  close,
  oneHot,
  type Problem,
  pick,
  pickRows,
  pixelsOf,
  problems,
  reorderPixels,
  sameSolution,
  solve,
} from "./problem.ts";

const anyProblem = problems({ channels: [1, 2, 4] });
const keys = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 32, maxLength: 32 });
// Seeded, so that everyone runs the same examples; a run with other seeds and more of them is one number away.
const RUNS = { numRuns: 6, seed: 2 };

/** 0 to n - 1 in the order of the keys. */
function shuffled(n: number, by: readonly number[]): number[] {
  return Array.from({ length: n }, (_, i) => i).sort((a, b) => by[a] - by[b] || a - b);
}

/** Logits without two equal ones, so that the gradient of a loss that ranks is unique. */
function distinct(problem: Problem): Problem {
  return { ...problem, logits: problem.logits.map((z, k) => z + (k + 1) / 4096) };
}

describe.each(PLACELESS)("%s", (_, loss) => {
  it("does not depend on the order of the pixels", () => {
    fc.assert(
      fc.property(anyProblem, keys, (given, by) => {
        const problem = distinct(given);
        const [batch, pixels, channels] = problem.shape;
        const order = shuffled(pixels, by);
        const rows = Array.from({ length: batch }, (_, n) => order.map((i) => n * pixels + i)).flat();
        const { value, gradient } = solve(loss, problem);
        const moved = { value, gradient: pickRows(gradient, rows, channels) };
        sameSolution(solve(loss, reorderPixels(problem, order)), moved, 1e-11);
      }),
      RUNS,
    );
  });

  it("of the pixels that are not ignored: whatever else they hold, or cropped away", () => {
    fc.assert(
      fc.property(anyProblem, keys, (given, by) => {
        const problem = { ...distinct(given), shape: [1, pixelsOf(given), channelsOf(given)] };
        const kept = Array.from(problem.targets, (_, i) => i).filter((i) => by[i] % 3 > 0);
        fc.pre(kept.length > 0);
        const ignored = problem.targets.map((y, i) => (kept.includes(i) ? y : 255)) as Uint8Array;
        const logits = problem.logits.map((z, k) =>
          kept.includes(Math.floor(k / channelsOf(problem))) ? z : (by[k % 32] - 500) * 1e3,
        );
        const cropped = solve(loss, pick(problem, kept, [1, kept.length, channelsOf(problem)]));
        const found = solve(loss, { ...problem, logits, targets: ignored, ignore: 255 });
        close(found.value, cropped.value, 1e-11);
        allClose(pickRows(found.gradient, kept, channelsOf(problem)), cropped.gradient, 1e-11);
        const elsewhere = found.gradient.filter(
          (_, k) => !kept.includes(Math.floor(k / channelsOf(problem))),
        );
        expect(elsewhere.every((g) => g === 0)).toBe(true);
        const mask = Uint8Array.from(ignored, (y) => (y === 255 ? 0 : 1));
        expect(solve(loss, { ...problem, logits, mask })).toEqual(found);
      }),
      RUNS,
    );
  });
});

describe.each(SEED_LOSSES)("%s", (name, loss) => {
  it("does not depend on the order of the images", () => {
    fc.assert(
      fc.property(anyProblem, keys, (given, by) => {
        const problem = distinct(given);
        const [batch, pixels, channels] = problem.shape;
        const order = shuffled(batch, by).flatMap((n) =>
          Array.from({ length: pixels }, (_, i) => n * pixels + i),
        );
        const { value, gradient } = solve(loss, problem);
        const moved = { value, gradient: pickRows(gradient, order, channels) };
        sameSolution(solve(loss, pick(problem, order, problem.shape)), moved, 1e-11);
      }),
      RUNS,
    );
  });

  it("of a batch of the same image several times is that of the image", () => {
    fc.assert(
      fc.property(problems({ channels: [1, 3], maxBatch: 1 }), (problem) => {
        const [, pixels, channels] = problem.shape;
        const twice = Array.from({ length: 3 * pixels }, (_, i) => i % pixels);
        const { value, gradient } = solve(loss, distinct(problem));
        const repeated = solve(loss, pick(distinct(problem), twice, [3, pixels, channels]));
        close(repeated.value, value, 1e-11);
        // The copies share the gradient; which of them has it is open where errors are equal.
        const summed = gradient.map((_, k) =>
          [0, 1, 2].reduce((sum, n) => sum + repeated.gradient[n * gradient.length + k], 0),
        );
        allClose(summed, gradient, 1e-11);
      }),
      RUNS,
    );
  });

  it("is the same with channels first, to the last bit", () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        const [batch, pixels, channels] = problem.shape;
        const at = (k: number): number => {
          const [n, c, i] = [
            Math.floor(k / (pixels * channels)),
            Math.floor(k / pixels) % channels,
            k % pixels,
          ];
          return (n * pixels + i) * channels + c;
        };
        const last = solve(loss, problem);
        const first = solve(loss, {
          ...problem,
          shape: [batch, channels, pixels],
          layout: "channels-first",
          logits: problem.logits.map((_, k) => problem.logits[at(k)]),
        } as Problem);
        expect(first.value).toBe(last.value);
        expect(first.gradient).toEqual(last.gradient.map((_, k) => last.gradient[at(k)]));
      }),
      RUNS,
    );
  });

  it("takes class indices and their one-hot form alike", () => {
    fc.assert(
      fc.property(anyProblem, (problem) => {
        sameSolution(solve(loss, { ...problem, targets: oneHot(problem) }), solve(loss, problem));
      }),
      RUNS,
    );
  });

  it("does not feel a constant added to all logits of a pixel, under softmax", () => {
    // The hinge is of the logits themselves.
    if (name === "lovaszHinge") return;
    fc.assert(
      fc.property(problems({ channels: [2, 3] }), keys, (problem, by) => {
        const channels = channelsOf(problem);
        const logits = problem.logits.map((z, k) => z + (by[Math.floor(k / channels) % 32] - 500) / 64);
        const found = solve(loss, { ...problem, logits });
        sameSolution(found, solve(loss, problem), 1e-10);
        for (let i = 0; i < pixelsOf(problem); i++) {
          const row = found.gradient.subarray(i * channels, (i + 1) * channels);
          close(
            row.reduce((a, b) => a + b, 0),
            0,
          );
        }
      }),
      RUNS,
    );
  });
});

describe.each(SYMMETRIC)("%s", (_, loss) => {
  it("does not depend on the names of the classes", () => {
    fc.assert(
      fc.property(problems({ channels: [2, 4] }), keys, (given, by) => {
        const problem = distinct(given);
        const channels = channelsOf(problem);
        const order = shuffled(channels, by);
        const at = (k: number): number => Math.floor(k / channels) * channels + order[k % channels];
        const { value, gradient } = solve(loss, problem);
        const renamed = solve(loss, {
          ...problem,
          logits: problem.logits.map((_, k) => problem.logits[at(k)]),
          targets: Uint8Array.from(problem.targets, (y) => order.indexOf(y)),
        });
        sameSolution(renamed, { value, gradient: gradient.map((_, k) => gradient[at(k)]) }, 1e-11);
      }),
      RUNS,
    );
  });
});

const normalized = ([name, loss]: NamedLoss): NamedLoss => [
  `${name}, normalized`,
  { terms: loss.terms.map((term) => ({ ...term, normalize: true })) },
];

const FREE_OF_SCALE: readonly NamedLoss[] = [
  ...RATIOS,
  ...MEANS.map(normalized),
  ["crossEntropy made with normalize", crossEntropy({ normalize: true })],
];

describe.each(FREE_OF_SCALE)("%s", (_, loss) => {
  it("does not feel a factor on all weights", () => {
    fc.assert(
      fc.property(anyProblem, keys, (problem, by) => {
        const weights = Float64Array.from({ length: pixelsOf(problem) }, (_, i) => 1 + by[i % 32]);
        const found = solve(loss, { ...problem, weights: weights.map((w) => 2 * w) });
        sameSolution(found, solve(loss, { ...problem, weights }));
      }),
      RUNS,
    );
  });

  it("takes a weight k for the pixel k times, 0 for none", () => {
    fc.assert(
      fc.property(anyProblem, keys, (given, by) => {
        const channels = channelsOf(given);
        const problem = { ...distinct(given), shape: [1, pixelsOf(given), channels] };
        const weights = Float64Array.from({ length: pixelsOf(problem) }, (_, i) => by[i % 32] % 4);
        const rows = Array.from(weights).flatMap((w, i) => Array.from({ length: w }, () => i));
        fc.pre(rows.length > 0);
        const weighted = solve(loss, { ...problem, weights });
        const repeated = solve(loss, pick(problem, rows, [1, rows.length, channels]));
        close(weighted.value, repeated.value, 1e-11);
        const summed = new Float64Array(problem.logits.length);
        rows.forEach((row, k) => {
          for (let c = 0; c < channels; c++)
            summed[row * channels + c] += repeated.gradient[k * channels + c];
        });
        allClose(weighted.gradient, summed, 1e-11);
      }),
      RUNS,
    );
  });
});
