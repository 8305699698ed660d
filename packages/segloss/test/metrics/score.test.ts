import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accuracy,
  type ClassCounts,
  confusionMatrix,
  diceScore,
  emptyConfusionMatrix,
  precision,
  recall,
  score,
  scoreImages,
  specificity,
  tverskyIndex,
} from "../../src/metrics/index.ts";
import { labelMaps, matrixOf, orders } from "./label-maps.ts";

/** Masks and label maps drawn as text, one digit a pixel. */
function matrix(predicted: string, truth: string, classes = 2) {
  const labels = (text: string) => Uint8Array.from(text, Number);
  return confusionMatrix(labels(predicted), labels(truth), { classes });
}

function accuracyComplement({ tp, fp, fn, tn }: ClassCounts): number {
  return (fp + fn) / (tp + fp + fn + tn);
}

describe("score", () => {
  // Class 0: tp 1 fp 1 fn 1; class 1: tp 1 fp 1 fn 1; class 2: in neither; class 3: predicted only.
  const mixed = matrix("00113", "01101", 4);

  test("averages over classes, over classes in the truth, and over counts", () => {
    const values = [0.5, 0.4, 1, 0];
    expect(score(diceScore, mixed)).toEqual({ value: 1.9 / 4, classes: values });
    expect(score(diceScore, mixed, { average: "present" }).value).toBe(0.9 / 2);
    expect(score(diceScore, mixed, { average: "pooled" }).value).toBe(4 / 10);
  });

  test("a class of the truth that was never found is present, and counts", () => {
    const missed = matrix("0000", "0012", 3);
    expect(score(recall, missed, { average: "present" })).toEqual({ value: 1 / 3, classes: [1, 0, 0] });
  });

  test("of a metric that is best low, perfect is its low end", () => {
    const share = { ...accuracy, name: "errorRate", best: "low", from: accuracyComplement } as const;
    const { classes } = score(share, mixed, { classes: [2, 3] });
    expect(classes).toEqual([0, 0.2]);
    expect(score(share, mixed, { classes: [2], empty: "worst" }).value).toBe(1);
  });

  test("an empty class is perfect, worst, or skipped", () => {
    expect(score(diceScore, mixed, { empty: "worst" })).toEqual({
      value: 0.9 / 4,
      classes: [0.5, 0.4, 0, 0],
    });
    expect(score(diceScore, mixed, { empty: "skip" })).toEqual({
      value: 0.9 / 3,
      classes: [0.5, 0.4, undefined, 0],
    });
  });

  test("the same classes are empty for every metric, also where the formula has a value", () => {
    expect(score(accuracy, mixed, { empty: "skip" }).classes[2]).toBe(undefined);
    expect(score(specificity, mixed, { empty: "skip" }).classes[2]).toBe(undefined);
  });

  test("chosen classes, in the chosen order", () => {
    expect(score(diceScore, mixed, { classes: [3, 1] })).toEqual({ value: 0.2, classes: [0, 0.4] });
    expect(score(diceScore, mixed, { classes: [1], average: "pooled" }).value).toBe(0.4);
  });

  test.each([
    ["perfect", 1],
    ["worst", 0],
    ["skip", undefined],
  ] as const)("nothing at all to score, empty: %s", (empty, value) => {
    for (const average of ["classes", "present", "pooled"] as const) {
      const nothing = emptyConfusionMatrix({ classes: 2 });
      expect(score(diceScore, nothing, { empty, average })).toEqual({ value, classes: [value, value] });
    }
  });

  test("0/0 of a class that is not empty: an error is never dropped, perfection never punished", () => {
    for (const empty of ["perfect", "skip"] as const) {
      expect(score(precision, matrix("000", "011"), { classes: [1], empty }).value).toBe(0);
      expect(score(recall, matrix("011", "000"), { classes: [1], empty }).value).toBe(0);
      expect(score(specificity, matrix("011", "111"), { classes: [1], empty }).value).toBe(0);
    }
    expect(score(specificity, matrix("111", "111"), { classes: [1], empty: "worst" }).value).toBe(1);
    const free = { parameters: { alpha: 0, beta: 0 }, classes: [1] };
    expect(score(tverskyIndex, matrix("01", "10"), free).value).toBe(0);
  });

  test("no class of the truth left to average: what was predicted there is an error", () => {
    for (const empty of ["perfect", "skip"] as const) {
      const options = { classes: [1], average: "present", empty } as const;
      expect(score(diceScore, matrix("001", "000"), options).value).toBe(0);
      expect(score(diceScore, matrix("000", "000"), options).value).toBe(empty === "skip" ? undefined : 1);
    }
  });

  test("refuses what does not fit", () => {
    expect(() => score(diceScore, mixed, { classes: [4] })).toThrow(/some of the classes 0 to 3, got \[4\]/);
    expect(() => score(diceScore, mixed, { classes: [] })).toThrow(/some of the classes 0 to 3, got \[\]/);
    expect(() => score(diceScore, mixed, { parameters: { beta: 1 } })).toThrow(
      /diceScore has no parameter beta; its parameters: none/,
    );
    expect(() => score(tverskyIndex, mixed, { parameters: { alpha: -1 } })).toThrow(
      /alpha of tverskyIndex must be a number, 0 or more, got -1/,
    );
    expect(() => score(diceScore, mixed, { average: "mean" as "classes" })).toThrow(
      /average must be "classes" or "macro" or "present" or "weighted" or "pooled" or "micro" or "none", got "mean"/,
    );
    expect(() => score(diceScore, mixed, { empty: "nan" as "skip" })).toThrow(/empty must be .* got "nan"/);
  });
});

describe("scoreImages", () => {
  const large = matrix("1111", "1111");
  const missed = matrix("0000", "0001");
  const empty = matrix("0000", "0000");

  test("over the data set counts pixels, over images counts images", () => {
    const options = { classes: [1] };
    expect(scoreImages(diceScore, [large, missed], options)).toEqual({
      value: 8 / 9,
      classes: [8 / 9],
      images: [1, 0],
    });
    expect(scoreImages(diceScore, [large, missed], { ...options, over: "image" })).toEqual({
      value: 0.5,
      classes: [0.5],
      images: [1, 0],
    });
  });

  test("images where all is skipped are left out of the mean over images", () => {
    const options = { classes: [1], over: "image", empty: "skip" } as const;
    const { value, images } = scoreImages(diceScore, [large, missed, empty], options);
    expect({ value, images }).toEqual({ value: 0.5, images: [1, 0, undefined] });
    expect(scoreImages(diceScore, [empty], options).value).toBe(undefined);
  });

  test("does not depend on the order of the images, to the last bit", () => {
    const cases = fc
      .array(labelMaps, { minLength: 1, maxLength: 8 })
      .chain((maps) =>
        fc.tuple(fc.constant(maps.map((m) => matrixOf({ ...m, classes: 4 }))), orders(maps.length)),
      );
    const over = fc.constantFrom<"dataset" | "image">("dataset", "image");
    const policy = fc.constantFrom<"perfect" | "skip">("perfect", "skip");
    fc.assert(
      fc.property(cases, over, policy, ([matrices, order], over, empty) => {
        const before = scoreImages(diceScore, matrices, { over, empty });
        const after = scoreImages(
          diceScore,
          order.map((k) => matrices[k]),
          { over, empty },
        );
        expect({ ...after, images: 0 }).toEqual({ ...before, images: 0 });
        expect(after.images).toEqual(order.map((k) => before.images[k]));
      }),
    );
  });

  test("leaves the matrices as they were", () => {
    const before = [...large.counts];
    scoreImages(diceScore, [large, missed]);
    expect([...large.counts]).toEqual(before);
  });

  test("refuses what does not fit", () => {
    expect(() => scoreImages(diceScore, [])).toThrow(/at least one image to score, got none/);
    expect(() => scoreImages(diceScore, [large], { over: "batch" as "image" })).toThrow(
      /over must be .* got "batch"/,
    );
    expect(() => scoreImages(diceScore, [large, matrix("0", "0", 3)])).toThrow(/same classes can be merged/);
  });
});
