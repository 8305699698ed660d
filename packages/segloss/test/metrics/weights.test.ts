import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  absoluteVolumeDifference,
  cohenKappa,
  confusionMatrix,
  confusionMatrixFromJson,
  diceScore,
  emptyConfusionMatrix,
  expectedCost,
  jaccardIndex,
  netBenefit,
  normalizedExpectedCost,
  relativeVolumeError,
  score,
  scoreMatrix,
  signedVolumeError,
  summarizeImages,
} from "../../src/metrics/index.ts";
import { labelMaps, matrixOf } from "./label-maps.ts";

describe("weights per pixel", () => {
  const weighed = labelMaps.chain((maps) =>
    fc.record({
      maps: fc.constant(maps),
      weights: fc.array(fc.double({ min: 0, max: 10, noNaN: true }), {
        minLength: maps.truth.length,
        maxLength: maps.truth.length,
      }),
    }),
  );

  test("add up to the same in any order, to the last bit, also through JSON", () => {
    fc.assert(
      fc.property(weighed, ({ maps: { predicted, truth, classes }, weights }) => {
        const empty = () => emptyConfusionMatrix({ classes, weighted: true });
        const one = empty().add(predicted, truth, undefined, Float64Array.from(weights));
        const reversed = empty().add(
          predicted.toReversed(),
          truth.toReversed(),
          undefined,
          Float64Array.from(weights).reverse(),
        );
        expect([...reversed.counts]).toEqual([...one.counts]);
        const pixels = weights.map((weight, i) =>
          empty().add(
            predicted.subarray(i, i + 1),
            truth.subarray(i, i + 1),
            undefined,
            Float64Array.of(weight),
          ),
        );
        const merged = pixels.reduceRight((sum, matrix) => sum.merge(matrix), empty());
        expect([...merged.counts]).toEqual([...one.counts]);
        expect([...confusionMatrixFromJson(JSON.parse(JSON.stringify(one))).counts]).toEqual([...one.counts]);
      }),
    );
  });

  test("of 1 each change nothing, of 0 take a pixel out", () => {
    fc.assert(
      fc.property(labelMaps, (maps) => {
        const { predicted, truth, classes } = maps;
        const ones = new Float32Array(truth.length).fill(1);
        const weighted = confusionMatrix(predicted, truth, { classes, weights: ones });
        expect([...weighted.counts]).toEqual([...matrixOf(maps).counts]);
        expect(score(diceScore, weighted)).toEqual(score(diceScore, matrixOf(maps)));
        const none = confusionMatrix(predicted, truth, { classes, weights: ones.fill(0) });
        expect(none.counts.every((count) => count === 0)).toBe(true);
      }),
    );
  });

  test("refuses what does not fit", () => {
    const [one, w] = [Uint8Array.of(0), Float32Array.of(-1)];
    expect(() => confusionMatrix(one, one, { classes: 1, weights: w })).toThrow(
      /weight -1 at index 0 must be a number, 0/,
    );
    expect(() => confusionMatrix(one, one, { classes: 1, weights: new Float32Array(2) })).toThrow(
      /one value per pixel, 1, got 2/,
    );
    const plain = emptyConfusionMatrix({ classes: 1 });
    expect(() => plain.add(one, one, undefined, w)).toThrow(
      /weights are for a matrix made with weighted: true/,
    );
    expect(() => plain.merge(emptyConfusionMatrix({ classes: 1, weighted: true }))).toThrow(
      /make it weighted: true/,
    );
  });
});

describe("labels in the tens of thousands", () => {
  const maps = fc.record({
    predicted: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 20, maxLength: 20 }),
    truth: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 20, maxLength: 20 }),
  });
  const spread = (labels: number[]) => Int32Array.from(labels, (label) => label * 12_000);

  test("score as if they were few", () => {
    fc.assert(
      fc.property(maps, ({ predicted, truth }) => {
        const large = confusionMatrix(spread(predicted), spread(truth), { classes: 60_001 });
        const small = confusionMatrix(Uint8Array.from(predicted), Uint8Array.from(truth), { classes: 6 });
        const classes = [0, 1, 2, 3, 4, 5];
        const found = score(diceScore, large, { classes: classes.map((label) => label * 12_000) });
        expect(found).toEqual(score(diceScore, small, { classes }));
        expect(scoreMatrix(cohenKappa, large)).toBeCloseTo(scoreMatrix(cohenKappa, small)!, 12);
        const cells: number[][] = [];
        large.forEach((t, p, pixels) => {
          cells.push([t, p, pixels]);
        });
        expect(cells.reduce((sum, [, , pixels]) => sum + pixels, 0)).toBe(20);
        const back = confusionMatrixFromJson(JSON.parse(JSON.stringify(large)));
        expect(JSON.stringify(back.merge(large).toJSON().cells)).toBe(
          JSON.stringify(cells.map(([t, p, n]) => [t, p, 2 * n])),
        );
      }),
      { numRuns: 5 },
    );
  });

  test("have no array of all counts, which says what to read instead", () => {
    expect(() => emptyConfusionMatrix({ classes: 60_001 }).counts).toThrow(
      /counts of 60001 classes would be 3600120001 numbers; read those that occur with forEach/,
    );
  });
});

test("an ignored label that is predicted elsewhere is wrong, and no class", () => {
  const matrix = confusionMatrix(Uint8Array.of(0, 255, 1, 255), Uint8Array.of(0, 1, 1, 255), {
    classes: 2,
    ignore: 255,
  });
  expect([...matrix.counts, ...matrix.unlabelled]).toEqual([1, 0, 0, 1, 0, 1]);
  expect(score(diceScore, matrix).classes).toEqual([1, 2 / 3]);
  const back = confusionMatrixFromJson(JSON.parse(JSON.stringify(matrix)));
  expect([...back.unlabelled]).toEqual([0, 1]);
  const large = confusionMatrix(Int32Array.of(0, -1), Int32Array.of(0, 1), { classes: 9000, ignore: -1 });
  expect(score(diceScore, large, { classes: [0, 1] }).classes).toEqual([1, 0]);
});

describe("averages", () => {
  const matrix = confusionMatrix(Uint8Array.of(0, 1, 1, 1), Uint8Array.of(0, 0, 1, 1), { classes: 2 });

  test("weighted by size, by weights of one's own, or none", () => {
    const [a, b] = score(jaccardIndex, matrix).classes as [number, number];
    expect([a, b]).toEqual([1 / 2, 2 / 3]);
    expect(score(jaccardIndex, matrix, { average: "weighted" }).value).toBeCloseTo((2 * a + 2 * b) / 4, 15);
    expect(score(jaccardIndex, matrix, { classWeights: [3, 1] }).value).toBeCloseTo((3 * a + b) / 4, 15);
    expect(score(jaccardIndex, matrix, { classWeights: [0, 2] }).value).toBe(b);
    expect(score(jaccardIndex, matrix, { average: "none" })).toEqual({ value: undefined, classes: [a, b] });
    expect(score(jaccardIndex, matrix, { average: "micro" })).toEqual(
      score(jaccardIndex, matrix, { average: "pooled" }),
    );
    expect(score(jaccardIndex, matrix, { average: "macro" })).toEqual(score(jaccardIndex, matrix));
  });

  test("refuse weights that do not fit", () => {
    expect(() => score(jaccardIndex, matrix, { classWeights: [1] })).toThrow(
      /classWeights must be a number, 0 or more, for each of the 2/,
    );
    expect(() => score(jaccardIndex, matrix, { classWeights: [0, 0] })).toThrow(/not all 0/);
    expect(() => score(jaccardIndex, matrix, { classWeights: [1, 1], average: "pooled" })).toThrow(
      /classWeights go with average "classes", not with "pooled"/,
    );
  });
});

describe("costs and volumes", () => {
  const counts = fc.record(
    Object.fromEntries(["tp", "fp", "fn", "tn"].map((key) => [key, fc.integer({ min: 1, max: 100 })])),
  ) as fc.Arbitrary<{ tp: number; fp: number; fn: number; tn: number }>;

  test("the signed volume error has the size of the relative one, and the sign of too much", () => {
    fc.assert(
      fc.property(counts, (c) => {
        const signed = signedVolumeError.from(c, {});
        expect(Math.abs(signed)).toBe(relativeVolumeError.from(c, {}));
        expect(Math.sign(signed)).toBe(Math.sign(c.fp - c.fn));
        expect(absoluteVolumeDifference.from(c, {})).toBe(Math.abs(c.fp - c.fn));
      }),
    );
    const empty = confusionMatrix(Uint8Array.of(0), Uint8Array.of(0), { classes: 2 });
    const of = (policy: "perfect" | "worst") =>
      score(signedVolumeError, empty, { classes: [1], empty: policy }).value;
    expect([of("perfect"), of("worst")]).toEqual([0, Infinity]);
  });

  test("the worst images of a signed error are farthest from 0", () => {
    expect(summarizeImages([-0.5, 0.1, 0.2], "zero")).toMatchObject({ worst: -0.5, median: 0.1 });
  });

  test("net benefit of a perfect prediction is the share of true pixels, and false alarms cost the exchange rate", () => {
    expect(netBenefit.from({ tp: 3, fp: 0, fn: 0, tn: 7 }, { exchangeRate: 1 })).toBe(0.3);
    expect(netBenefit.from({ tp: 3, fp: 2, fn: 0, tn: 5 }, { exchangeRate: 0.5 })).toBeCloseTo(0.2, 15);
    const empty = confusionMatrix(Uint8Array.of(0), Uint8Array.of(0), { classes: 2 });
    expect(score(netBenefit, empty, { classes: [1] }).value).toBe(0);
  });

  test("normalised cost is 0 without an error and 1 for the same answer everywhere", () => {
    const truth = Uint8Array.of(0, 0, 0, 1, 1, 2);
    const of = (predicted: Uint8Array) =>
      scoreMatrix(normalizedExpectedCost, confusionMatrix(predicted, truth, { classes: 3 }))!;
    expect(of(truth)).toBe(0);
    for (const label of [0, 1, 2]) expect(of(new Uint8Array(6).fill(label))).toBeCloseTo(1, 15);
    const matrix = confusionMatrix(new Uint8Array(6), truth, { classes: 3 });
    expect(expectedCost(matrix, () => 1)).toEqual({ cost: 1 / 2, normalized: 1 });
  });
});
