import fc from "fast-check";
import { evaluate, LOSSES, loss, parseLoss, printLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";

// What the loss files claim under "special": one loss is another one, with value and gradient.

interface Problem {
  readonly channels: number;
  readonly logits: readonly number[];
  readonly labels: readonly number[];
}

const PIXELS = 12;

const problems = (channels: readonly number[]): fc.Arbitrary<Problem> =>
  fc.constantFrom(...channels).chain((c) =>
    fc.record({
      channels: fc.constant(c),
      logits: fc.array(
        fc.integer({ min: -4096, max: 4096 }).map((k) => k / 1024),
        {
          minLength: 2 * PIXELS * c,
          maxLength: 2 * PIXELS * c,
        },
      ),
      labels: fc.array(fc.nat({ max: Math.max(1, c - 1) }), { minLength: 2 * PIXELS, maxLength: 2 * PIXELS }),
    }),
  );

function solve(text: string, { channels, logits, labels }: Problem): readonly number[] {
  const { value, gradient } = evaluate(parseLoss(text), {
    engine: reference(),
    shape: [2, 3, 4, channels],
    logits: Float64Array.from(logits),
    targets: Uint8Array.from(labels),
  });
  return [value, ...gradient!];
}

function sameNumbers(a: readonly number[], b: readonly number[]): void {
  const size = Math.max(1e-3, Math.hypot(...b));
  expect(Math.hypot(...a.map((x, i) => x - b[i])) / size).toBeLessThan(1e-10);
}

const ANY = [1, 3];
const ONE = [1];

const SAME: readonly (readonly [string, string, readonly number[]])[] = [
  ["polyCrossEntropy(epsilon=0)", "crossEntropy", ANY],
  ["symmetricCrossEntropy(alpha=1, beta=0)", "crossEntropy", ANY],
  ["generalizedCrossEntropy(q=1)", 'formula("mean(total(y*(1 - p)))", over=batch)', [3]],
  ["bootstrappedCrossEntropy(beta=1)", "crossEntropy", ANY],
  ['bootstrappedCrossEntropy(beta=1, mode="hard")', "crossEntropy", ANY],
  ["topKCrossEntropy(share=1)", "crossEntropy", ANY],
  ["ohemCrossEntropy(threshold=1)", "crossEntropy", ANY],
  ["ohemCrossEntropy(keep=1)", "crossEntropy", ANY],
  ["ohemCrossEntropy(threshold=1e-6, keep=0.25)", "topKCrossEntropy(share=0.25)", ANY],
  ["normalizedFocal(gamma=0)", "crossEntropy", ANY],
  ["reducedFocal(gamma=0)", "crossEntropy", ANY],
  ["focalStar(gamma=1, beta=0)", "crossEntropy", ANY],
  ["asymmetricFocal(gamma=0, delta=0.5)", "0.5*crossEntropy", ANY],
  ["distancePenalizedCrossEntropy(w0=0)", "crossEntropy", ANY],
  ["powerDice(power=1)", "dice(squared=false)", ANY],
  ["powerDice(power=2)", "dice", ANY],
  ["powerJaccard(power=1)", "jaccard", ANY],
  ["powerJaccard(power=2)", "jaccard(squared=true)", ANY],
  ["diceSemimetric(smooth=0.3)", "dice(squared=false, smooth=0.3)", ANY],
  ["jaccardMetric(smooth=0.3)", "jaccard(smooth=0.3)", ANY],
  ["generalizedDice(weights=uniform, over=batch)", "dice(squared=false, pooled=true, over=batch)", ANY],
  ["generalizedDice", "dice(squared=false)", ONE],
  ["wassersteinDice", "dice(squared=false)", ONE],
  ["penaltyDice(k=0)", "generalizedDice", ANY],
  ["penaltyDice(k=1)", "jaccard", ONE],
  ["focalTversky(gamma=1)", "tversky(alpha=0.3, beta=0.7)", ANY],
  ["focalTversky(gamma=2)", "focalTversky(gamma=0.5, exponent=direct)", ANY],
  ["asymmetricFocalTversky(gamma=0)", "tversky(alpha=0.3, beta=0.7)", [3]],
  ["asymmetricSimilarity(beta=1)", "dice(squared=false)", ANY],
  ["asymmetricSimilarity(beta=2)", "tversky(alpha=0.2, beta=0.8)", ANY],
  ["unifiedFocal(weight=1, delta=0.7, gamma=0.3, over=batch)", "asymmetricFocal(delta=0.7, gamma=0.3)", ANY],
  ["unifiedFocal(weight=0, delta=0.7, gamma=0.3)", "asymmetricFocalTversky(delta=0.7, gamma=0.3)", ANY],
  ["exponentialLogarithmic(gamma=1)", "0.8*logDice(over=batch) + 0.2*crossEntropy", ANY],
];

describe("one loss is another", () => {
  it.each(SAME)("%s = %s", (a, b, channels) => {
    fc.assert(
      fc.property(problems(channels), (problem) => sameNumbers(solve(a, problem), solve(b, problem))),
      { numRuns: 20, seed: 3 },
    );
  });
});

/** Value of a loss, no gradient. */
const at = (text: string, problem: Problem): number => solve(text, problem)[0];

describe("bounds and relations of values", () => {
  const RUNS = { numRuns: 40, seed: 4 };
  const check = (channels: readonly number[], holds: (problem: Problem) => boolean): void =>
    fc.assert(fc.property(problems(channels), holds), RUNS);

  it("2J/(1 + J) of the two semimetric scores, one channel", () =>
    check(ONE, (problem) => {
      const images = [0, 1].map((n) => ({
        channels: 1,
        logits: [0, 1].flatMap(() => problem.logits.slice(n * PIXELS, (n + 1) * PIXELS)),
        labels: [0, 1].flatMap(() => problem.labels.slice(n * PIXELS, (n + 1) * PIXELS)),
      }));
      return images.every((image) => {
        const j = 1 - at("jaccardMetric", image);
        return Math.abs(1 - at("diceSemimetric", image) - (2 * j) / (1 + j)) < 1e-12;
      });
    }));

  it("Matthews correlation is the same when foreground and background are exchanged", () =>
    check(ONE, (problem) => {
      const other = {
        ...problem,
        logits: problem.logits.map((z) => -z),
        labels: problem.labels.map((y) => 1 - y),
      };
      return Math.abs(at("mcc", problem) - at("mcc", other)) < 1e-12;
    }));

  it("a smaller share of harder pixels costs no less", () =>
    check(ANY, (problem) => {
      const values = [1, 0.5, 0.2, 0.05].map((share) => at(`topKCrossEntropy(share=${share})`, problem));
      return values.every((value, i) => i === 0 || value >= values[i - 1] - 1e-12);
    }));

  it("generalised cross entropy is at most 1/q and at most cross entropy", () =>
    check(ANY, (problem) => {
      const value = at("generalizedCrossEntropy(q=0.5)", problem);
      return value <= 2 && value <= at("crossEntropy", problem) + 1e-12;
    }));

  it("log-cosh Dice is at most half of the square of Dice and at most 0.4338", () =>
    check(
      ONE,
      (problem) => at("logCoshDice", problem) <= Math.min(at("dice(squared=false)", problem) / 2, 0.4338),
    ));

  it("Wasserstein Dice does not feel a factor on the distances", () =>
    check([3], (problem) => {
      const text = (f: number): string =>
        `wassersteinDice(distances=[0, ${f}, ${f}, ${f}, 0, ${f / 2}, ${f}, ${f / 2}, 0])`;
      return Math.abs(at(text(1), problem) - at(text(3), problem)) < 1e-12;
    }));
});

describe("soft labels", () => {
  const soft = fc.array(
    fc.integer({ min: 1, max: 63 }).map((k) => k / 64),
    { minLength: 24, maxLength: 24 },
  );
  const valueAt = (text: string, p: readonly number[], y: readonly number[]): number =>
    evaluate(parseLoss(text), {
      engine: reference(),
      shape: [2, 12, 1],
      logits: Float64Array.from(p, (x) => Math.log(x / (1 - x))),
      targets: Float64Array.from(y),
      gradient: false,
    }).value;

  it("the semimetric losses are 0 exactly at p = y, where Dice is not", () => {
    fc.assert(
      fc.property(soft, (y) => {
        expect(valueAt("diceSemimetric", y, y)).toBeLessThan(1e-12);
        expect(valueAt("jaccardMetric", y, y)).toBeLessThan(1e-12);
        expect(valueAt("dice(squared=false)", y, y)).toBeGreaterThan(1e-3);
      }),
      { numRuns: 30, seed: 5 },
    );
  });

  it("the Jaccard metric loss of the batch satisfies the triangle inequality", () => {
    const text = "jaccardMetric(over=batch)";
    fc.assert(
      fc.property(soft, soft, soft, (a, b, c) => {
        expect(valueAt(text, a, c)).toBeLessThanOrEqual(valueAt(text, a, b) + valueAt(text, b, c) + 1e-12);
      }),
      { numRuns: 50, seed: 6 },
    );
  });
});

describe("the hardest pixels", () => {
  const data = {
    shape: [1, 5, 1],
    logits: Float64Array.of(3, -1, 0, 2, 1),
    targets: Uint8Array.of(0, 0, 0, 0, 255),
  };

  it("are a share of those that count, one at least; ties go to the first", () => {
    const count = (share: number): number =>
      evaluate(loss(`sum(hardest(p, ${share}))`), { engine: reference(), ...data, ignore: 255 }).value;
    expect([0.01, 0.25, 0.49, 0.5, 0.75, 1].map(count)).toEqual([1, 1, 1, 2, 3, 4]);
    const tied = evaluate(loss("sum(m*hardest(p, 0.5))", { maps: ["m"] }), {
      engine: reference(),
      ...data,
      logits: new Float64Array(5),
      ignore: 255,
      maps: { m: Float64Array.of(1, 10, 100, 1000, 10000) },
    });
    expect(tied.value).toBe(11);
  });

  it("have a gradient, the others have none", () => {
    const { gradient } = evaluate(parseLoss("topKCrossEntropy(share=0.5)"), {
      engine: reference(),
      ...data,
      ignore: 255,
    });
    expect(Array.from(gradient!, (g) => g !== 0)).toEqual([true, false, false, true, false]);
  });

  it.each([
    ["hardest(sum(p), 0.5)", /must vary over pixels/],
    ["sum(hardest(p, p))", /needs one share for all pixels/],
  ])("%s is refused", (text, message) => {
    expect(() => evaluate(loss(text), { engine: reference(), ...data, ignore: 255 })).toThrow(message);
  });
});

it("every loss with its example's options goes through text", () => {
  for (const factory of LOSSES) {
    const made = (factory as unknown as (o: object) => ReturnType<typeof loss>)(
      factory.definition.example.options ?? {},
    );
    expect(parseLoss(printLoss(made))).toEqual(made);
  }
});
