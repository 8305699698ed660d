import fc from "fast-check";
import { type dice, generalizedDice } from "segloss";
import { describe, expect, test } from "vitest";
import {
  binaryKappa,
  cohenKappa,
  generalizedDiceScore,
  matrixMetrics,
  matthewsCorrelation,
  metrics,
  multiclassCorrelation,
  pixelAccuracy,
  recall,
  score,
  scoreMatrix,
} from "../../src/metrics/index.ts";
import { solve } from "../losses/laws/problem.ts";
import { type LabelMaps, labelMaps, matrixOf, orders, reordered } from "./label-maps.ts";

const oneHot = (labels: Uint8Array, classes: number) =>
  Float64Array.from({ length: labels.length * classes }, (_, i) =>
    Number(labels[Math.floor(i / classes)] === i % classes),
  );

function lossOf(loss: ReturnType<typeof dice>, { predicted, truth, classes }: LabelMaps): number {
  const logits = oneHot(predicted, classes);
  return solve(loss, { shape: [1, truth.length, classes], link: "none", logits, targets: truth }).value;
}

describe.each(matrixMetrics)("$name", (metric) => {
  test("stays in its range, and is the best value when every pixel is right", () => {
    const [low, high] = metric.range;
    fc.assert(
      fc.property(labelMaps, (maps) => {
        const value = scoreMatrix(metric, matrixOf(maps));
        expect(value).toBeGreaterThanOrEqual(low - 1e-12);
        expect(value).toBeLessThanOrEqual(high + 1e-12);
        expect(scoreMatrix(metric, matrixOf({ ...maps, predicted: maps.truth }))).toBeCloseTo(high, 14);
      }),
    );
  });

  test("does not depend on the order of pixels, nor on the names of the classes", () => {
    const cases = labelMaps.chain((maps) =>
      fc.tuple(fc.constant(maps), orders(maps.truth.length), orders(maps.classes)),
    );
    fc.assert(
      fc.property(cases, ([maps, order, names]) => {
        const value = scoreMatrix(metric, matrixOf(maps))!;
        expect(scoreMatrix(metric, matrixOf(reordered(maps, order)))).toBe(value);
        const rename = (labels: Uint8Array) => labels.map((label) => names[label]);
        const renamed = { ...maps, predicted: rename(maps.predicted), truth: rename(maps.truth) };
        expect(scoreMatrix(metric, matrixOf(renamed))).toBeCloseTo(value, 12);
      }),
    );
  });
});

test("a matrix without pixels has no value", () => {
  const matrix = matrixOf({ classes: 2, predicted: new Uint8Array(0), truth: new Uint8Array(0) });
  for (const metric of matrixMetrics) expect(scoreMatrix(metric, matrix)).toBeUndefined();
});

test("of two classes, those of the matrix are those of one class against the other", () => {
  fc.assert(
    fc.property(labelMaps, (maps) => {
      fc.pre(maps.classes === 2 && new Set(maps.truth).size === 2 && new Set(maps.predicted).size === 2);
      const matrix = matrixOf(maps);
      const [mcc] = score(matthewsCorrelation, matrix).classes;
      const [kappa] = score(binaryKappa, matrix).classes;
      expect(scoreMatrix(multiclassCorrelation, matrix)).toBeCloseTo(mcc!, 12);
      expect(scoreMatrix(cohenKappa, matrix)).toBeCloseTo(kappa!, 12);
    }),
  );
});

test("pixel accuracy is the pooled recall", () => {
  fc.assert(
    fc.property(labelMaps, (maps) => {
      const matrix = matrixOf(maps);
      expect(scoreMatrix(pixelAccuracy, matrix)).toBe(score(recall, matrix, { average: "pooled" }).value);
    }),
  );
});

test("generalised Dice is one minus its loss at every weighting, to the last bit", () => {
  const weights = { square: 2, simple: 1, uniform: 0 } as const;
  fc.assert(
    fc.property(labelMaps, (maps) => {
      fc.pre(maps.classes > 1);
      for (const [name, power] of Object.entries(weights)) {
        for (const absent of [0, 1]) {
          const options = {
            weights: name as keyof typeof weights,
            absent: (["one", "heaviest"] as const)[absent],
          };
          const value = scoreMatrix(generalizedDiceScore, matrixOf(maps), { power, absent });
          expect(lossOf(generalizedDice(options), maps)).toBe(1 - value!);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test("kappa with grades: one grade off is a lesser error than two", () => {
  const kappa = (predicted: number[], power: number) =>
    scoreMatrix(
      cohenKappa,
      matrixOf({ classes: 3, predicted: Uint8Array.from(predicted), truth: Uint8Array.of(0, 0, 1, 2) }),
      { power },
    )!;
  expect(kappa([0, 1, 1, 2], 1)).toBeGreaterThan(kappa([0, 2, 1, 2], 1));
  expect(() => kappa([0, 0, 1, 2], -1)).toThrow(/power of cohenKappa must be a number, 0 or more/);
});

test("no name or alias stands for two metrics", () => {
  const names = [...metrics, ...matrixMetrics].flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
