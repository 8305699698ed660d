import fc from "fast-check";
import {
  balancedCrossEntropy,
  crossEntropy,
  dice,
  distanceCrossEntropy,
  evaluate,
  focal,
  jaccard,
  tversky,
  unetWeights,
  weightedCrossEntropy,
} from "segloss";
import { describe, expect, it } from "vitest";
import { allClose, close, type Problem, problems, sameSolution, solve } from "./problem.ts";

const anyProblem = problems({ channels: [1, 2, 3, 5] });
const holds = (law: (problem: Problem) => void, given = anyProblem): void =>
  fc.assert(fc.property(given, law), { numRuns: 15, seed: 3 });

it("Dice with a smoothing of its own below is MONAI's with smooth_nr and smooth_dr", () => {
  const inputs = {
    shape: [2, 3, 4, 1],
    logits: Float64Array.from({ length: 24 }, (_, i) => 2 * Math.sin(1.7 * i)),
    targets: Uint8Array.from({ length: 24 }, (_, i) => (i < 12 ? 0 : i % 2)),
  };
  for (const squared of [true, false]) {
    const ours = evaluate(dice({ squared, smooth: 0.5, smoothDenominator: 2 }), inputs);
    const theirs = evaluate(
      `monai.DiceLoss(sigmoid=true, squared_pred=${squared}, smooth_nr=0.5, smooth_dr=2)`,
      inputs,
    );
    expect(ours.value).toBeCloseTo(theirs.value, 14);
    for (const [i, g] of ours.gradient!.entries()) expect(g).toBeCloseTo(theirs.gradient![i], 14);
  }
});

describe("one loss is another", () => {
  it("focal with gamma 0 is cross entropy, value and gradient to the last bit", () =>
    holds((problem) => {
      const [focal0, entropy] = [focal({ gamma: 0 }), crossEntropy()].map((loss) => solve(loss, problem));
      expect(focal0.value).toBe(entropy.value);
      expect(focal0.gradient).toEqual(entropy.gradient);
    }));

  it("focal with gamma 0 and alpha 1/2 is half of cross entropy", () =>
    holds((problem) => {
      const half = solve(focal({ gamma: 0, alpha: 0.5 }), problem);
      const { value, gradient } = solve(crossEntropy(), problem);
      sameSolution(half, { value: value / 2, gradient: gradient.map((g) => g / 2) });
    }));

  it("Tversky (1/2, 1/2) is Dice of sums, (1, 1) is Jaccard", () =>
    holds((problem) => {
      sameSolution(solve(tversky(), problem), solve(dice({ squared: false }), problem));
      sameSolution(solve(tversky({ alpha: 1, beta: 1 }), problem), solve(jaccard(), problem));
    }));

  it("Tversky (1/2, 1/2) with smooth s is Dice of sums with smooth 2s", () =>
    holds((problem) =>
      sameSolution(
        solve(tversky({ smooth: 0.7 }), problem),
        solve(dice({ squared: false, smooth: 1.4 }), problem),
      ),
    ));

  it("weighted cross entropy with beta 1 is cross entropy", () =>
    holds((problem) => sameSolution(solve(weightedCrossEntropy(), problem), solve(crossEntropy(), problem))));

  it("balanced cross entropy with beta 1/2 is half of cross entropy", () =>
    holds((problem) => {
      const { value, gradient } = solve(crossEntropy(), problem);
      sameSolution(solve(balancedCrossEntropy({ beta: 0.5 }), problem), {
        value: value / 2,
        gradient: gradient.map((g) => g / 2),
      });
    }));

  it("balanced cross entropy gives both sides the same total weight", () =>
    holds((problem) => {
      const positives = [...problem.targets].filter((y) => y > 0).length;
      const share = positives / problem.targets.length;
      fc.pre(share > 0.01 && share < 0.99);
      const zero = { ...problem, logits: problem.logits.map(() => 0) };
      const { value } = solve(balancedCrossEntropy(), zero);
      const channels = problem.shape[2];
      close(value, 2 * share * (1 - share) * Math.log(Math.max(2, channels)));
    }));

  it("distance to the nearest cell with w0 0 is cross entropy", () =>
    holds((problem) =>
      sameSolution(solve(distanceCrossEntropy({ w0: 0 }), problem), solve(crossEntropy(), problem)),
    ));
});

describe("distance to the nearest cell", () => {
  const cells = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 12, maxLength: 12 });
  const logits = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 12, maxLength: 12 });
  const holdsOnCells = (law: (problem: Problem, instances: Uint8Array) => void): void =>
    fc.assert(
      fc.property(cells, logits, (labels, z) => {
        const targets = Uint8Array.from(labels, (label) => (label > 0 ? 1 : 0));
        const problem = {
          shape: [1, 3, 4, 1],
          link: "sigmoid" as const,
          logits: Float64Array.from(z),
          targets,
        };
        law(problem, Uint8Array.from(labels));
      }),
      { numRuns: 15, seed: 3 },
    );
  const made = (labels: Uint8Array): Float64Array =>
    Float64Array.from(unetWeights(labels, [3, 4], { w0: 10, sigma: 5 }));

  it("is cross entropy with U-Net's weights as pixel weights", () =>
    holdsOnCells((problem, instances) => {
      const weighted = solve(crossEntropy(), { ...problem, weights: made(instances) });
      const inputs = { ...problem, instances };
      // unetWeights are float32.
      sameSolution(solve(distanceCrossEntropy({ cells: "instances" }), inputs), weighted, 2e-7);
    }));

  it("added, it has the value of cross entropy plus the mean term and the gradient of cross entropy", () =>
    holdsOnCells((problem, instances) => {
      const entropy = solve(crossEntropy(), problem);
      const loss = distanceCrossEntropy({ cells: "instances", form: "additive" });
      const added = solve(loss, { ...problem, instances } as Problem);
      const term = made(instances).reduce((sum, weight) => sum + weight - 1, 0) / 12;
      close(added.value, entropy.value + term, 2e-7);
      allClose(added.gradient, entropy.gradient);
    }));

  it("counts only outside of cells when so asked", () =>
    holdsOnCells((problem, instances) => {
      const outside = made(instances).map((weight, i) => (instances[i] > 0 ? 1 : weight));
      const loss = distanceCrossEntropy({ cells: "instances", where: "background" });
      const weighted = solve(crossEntropy(), { ...problem, weights: outside });
      sameSolution(solve(loss, { ...problem, instances } as Problem), weighted, 2e-7);
    }));

  it("instances keep their cells at ignored pixels", () => {
    const targets = Uint8Array.of(1, 0, 0, 255, 0);
    const problem = {
      shape: [1, 5, 1],
      link: "sigmoid" as const,
      logits: new Float64Array(5),
      targets,
      ignore: 255,
    };
    const loss = distanceCrossEntropy({ cells: "instances", w0: 1, sigma: 1 });
    const at = (instance: number): number =>
      solve(loss, { ...problem, instances: Uint8Array.of(1, 0, 0, instance, 0) } as Problem).value;
    const near = (d1: number, d2: number): number => Math.exp(-((d1 + d2) ** 2) / 2);
    close(at(0), Math.LN2);
    close(at(2), Math.LN2 * (1 + (near(0, 3) + 2 * near(1, 2) + near(1, 4)) / 4));
  });
});

describe("two classes", () => {
  const pairs = problems({ channels: [2] });

  it.each([
    ["cross entropy", crossEntropy()],
    ["weighted cross entropy", weightedCrossEntropy({ beta: 3 })],
    ["balanced cross entropy", balancedCrossEntropy()],
    ["focal", focal({ gamma: 1.5, alpha: 0.3 })],
    ["cross entropy with smoothed labels", crossEntropy({ labelSmoothing: 0.2 })],
    ["distance to the nearest cell", distanceCrossEntropy({ sigma: 1 })],
  ])("%s: softmax of two logits is sigmoid of their difference", (_, loss) =>
    holds((problem) => {
      const count = problem.logits.length / 2;
      const difference = Float64Array.from(
        { length: count },
        (_, i) => problem.logits[2 * i + 1] - problem.logits[2 * i],
      );
      const [batch, pixels] = problem.shape;
      const two = solve(loss, problem);
      const one = solve(loss, { ...problem, link: "sigmoid", shape: [batch, pixels, 1], logits: difference });
      close(two.value, one.value);
      allClose(
        two.gradient,
        Float64Array.from(two.gradient, (_, k) => (k % 2 ? 1 : -1) * one.gradient[k >> 1]),
      );
    }, pairs),
  );
});
