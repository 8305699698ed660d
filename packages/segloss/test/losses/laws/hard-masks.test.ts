import fc from "fast-check";
import {
  asymmetricSimilarity,
  dice,
  diceSemimetric,
  jaccard,
  jaccardMetric,
  type Loss,
  lovasz,
  powerDice,
  powerJaccard,
  tversky,
} from "segloss";
import {
  classCounts,
  confusionMatrix,
  diceScore,
  fBetaScore,
  jaccardIndex,
  type Metric,
  tverskyIndex,
} from "segloss/metrics";
import { describe, expect, it } from "vitest";
import { close, type Problem, problems, solve } from "./problem.ts";

const RUNS = { numRuns: 30, seed: 5 };
const mask = fc.array(fc.boolean(), { minLength: 9, maxLength: 9 });

/** A hard prediction of one channel as probabilities without a link. */
function hardProblem(prediction: readonly boolean[], truth: readonly boolean[]): Problem {
  return {
    shape: [1, prediction.length, 1],
    link: "none",
    logits: Float64Array.from(prediction, Number),
    targets: Uint8Array.from(truth, Number),
  };
}

/** Score of the foreground, the value of an empty class where it is 0/0. */
function score(
  metric: Metric,
  prediction: readonly boolean[],
  truth: readonly boolean[],
  parameters = {},
): number {
  const [p, y] = [prediction, truth].map((values) => Uint8Array.from(values, Number));
  const value = metric.from(classCounts(confusionMatrix(p, y, { classes: 2 }))[1], parameters);
  return Number.isNaN(value) ? 1 : value;
}

/** Three classes, hard: one-hot probabilities without a link. */
const labelMaps = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 8 });

function oneHotProblem(prediction: readonly number[], truth: readonly number[]): Problem {
  const rows = prediction.map((label) => [0, 1, 2].map((c) => (c === label ? 1 : 0)));
  return {
    shape: [1, prediction.length, 3],
    link: "none",
    logits: Float64Array.from(rows.flat()),
    targets: Uint8Array.from(truth),
  };
}

const PAIRS: readonly (readonly [string, Loss, Metric, Readonly<Record<string, number>>])[] = [
  ["dice", dice(), diceScore, {}],
  ["dice of sums", dice({ squared: false }), diceScore, {}],
  ["jaccard", jaccard(), jaccardIndex, {}],
  ["jaccard squared", jaccard({ squared: true }), jaccardIndex, {}],
  ["tversky", tversky({ alpha: 0.3, beta: 0.7 }), tverskyIndex, { alpha: 0.3, beta: 0.7 }],
  ["tversky 1/2", tversky(), tverskyIndex, { alpha: 0.5, beta: 0.5 }],
  ["power Dice", powerDice({ power: 1.7 }), diceScore, {}],
  ["power Jaccard", powerJaccard({ power: 3 }), jaccardIndex, {}],
  ["Dice semimetric", diceSemimetric(), diceScore, {}],
  ["Jaccard metric", jaccardMetric(), jaccardIndex, {}],
  ["asymmetric similarity", asymmetricSimilarity({ beta: 2 }), fBetaScore, { beta: 2 }],
  ["asymmetric similarity 1.5", asymmetricSimilarity(), fBetaScore, { beta: 1.5 }],
  ["asymmetric similarity 0.7", asymmetricSimilarity({ beta: 0.7 }), fBetaScore, { beta: 0.7 }],
];

describe("on hard masks", () => {
  it.each(PAIRS)("%s is one minus the metric, to the last bit", (_, loss, metric, parameters) => {
    fc.assert(
      fc.property(mask, mask, (prediction, truth) => {
        const { value } = solve(loss, hardProblem(prediction, truth));
        expect(value).toBe(1 - score(metric, prediction, truth, parameters));
      }),
      RUNS,
    );
  });

  it.each(PAIRS)("%s of each class is one minus the metric of that class", (_, loss, metric, parameters) => {
    fc.assert(
      fc.property(labelMaps, labelMaps, fc.integer({ min: 0, max: 2 }), (prediction, truth, c) => {
        const ofClass = { terms: loss.terms.map((term) => ({ ...term, classes: [c] })) };
        const { value } = solve(ofClass, oneHotProblem(prediction, truth));
        const [p, y] = [prediction, truth].map((labels) => labels.map((label) => label === c));
        expect(value).toBe(1 - score(metric, p, y, parameters));
      }),
      RUNS,
    );
  });

  it("Lovász is the Jaccard loss is one minus the IoU", () => {
    fc.assert(
      fc.property(mask, mask, (prediction, truth) => {
        const problem = hardProblem(prediction, truth);
        const expected = 1 - score(jaccardIndex, prediction, truth);
        close(solve(lovasz(), problem).value, expected);
        close(solve(jaccard(), problem).value, expected);
      }),
      RUNS,
    );
  });

  it("Lovász of several classes is the mean Jaccard loss, of all or of those present", () => {
    fc.assert(
      fc.property(labelMaps, labelMaps, (prediction, truth) => {
        const problem = oneHotProblem(prediction, truth);
        for (const classes of ["all", "present"] as const) {
          close(
            solve(lovasz({ classes }), problem).value,
            solve(jaccard({ classes, over: "batch" }), problem).value,
          );
        }
      }),
      RUNS,
    );
  });

  it("DC = 2J/(1 + J) and DC >= J", () => {
    fc.assert(
      fc.property(mask, mask, (prediction, truth) => {
        const problem = hardProblem(prediction, truth);
        const [d, j] = [dice(), jaccard()].map((loss) => 1 - solve(loss, problem).value);
        close(d, (2 * j) / (1 + j));
        expect(d).toBeGreaterThanOrEqual(j);
      }),
      RUNS,
    );
  });
});

describe("on probabilities", () => {
  const one = problems({ channels: [1], link: "none", maxBatch: 1 });

  it("DC = 2J/(1 + J) and DC >= J with the same sums", () => {
    fc.assert(
      fc.property(one, (problem) => {
        for (const squared of [false, true]) {
          const [d, j] = [dice({ squared }), jaccard({ squared })].map(
            (loss) => 1 - solve(loss, problem).value,
          );
          close(d, (2 * j) / (1 + j));
          expect(d).toBeGreaterThanOrEqual(j - 1e-15);
        }
      }),
      RUNS,
    );
  });

  it("Dice, Jaccard, Tversky and Lovász lie in [0, 1]", () => {
    const losses = [dice(), dice({ squared: false }), jaccard(), tversky({ alpha: 0.1, beta: 2 }), lovasz()];
    fc.assert(
      fc.property(problems({ channels: [1, 3] }), (problem) => {
        for (const loss of losses) {
          const { value } = solve(loss, problem);
          expect(value).toBeGreaterThanOrEqual(-1e-15);
          expect(value).toBeLessThanOrEqual(1 + 1e-15);
        }
      }),
      RUNS,
    );
  });

  it("Lovász is convex in the probabilities", () => {
    const pair = one.chain((problem) =>
      fc.tuple(
        fc.constant(problem),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
          ...{ minLength: problem.logits.length, maxLength: problem.logits.length },
        }),
      ),
    );
    fc.assert(
      fc.property(pair, fc.double({ min: 0, max: 1, noNaN: true }), ([problem, other], t) => {
        const at = (logits: Float64Array): number => solve(lovasz(), { ...problem, logits }).value;
        const between = problem.logits.map((p, i) => t * p + (1 - t) * other[i]);
        const chord = t * at(problem.logits) + (1 - t) * at(Float64Array.from(other));
        expect(at(between)).toBeLessThanOrEqual(chord + 1e-12);
      }),
      RUNS,
    );
  });

  it("Lovász does not depend on the order among equal errors", () => {
    const problem = (logits: number[], targets: number[]): Problem => ({
      ...{
        shape: [1, 4, 1],
        link: "none",
        logits: Float64Array.from(logits),
        targets: Uint8Array.from(targets),
      },
    });
    const a = solve(lovasz(), problem([0.75, 0.25, 0.75, 0.5], [0, 1, 1, 0])).value;
    const b = solve(lovasz(), problem([0.25, 0.75, 0.75, 0.5], [1, 0, 1, 0])).value;
    close(a, b);
  });
});
