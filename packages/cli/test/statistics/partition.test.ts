import { expect, test } from "vitest";
import { isOnePartition } from "../../src/statistics/partition.ts";
import { foldTable } from "../../src/statistics/repeated-folds.ts";
import { verdictOf } from "../../src/statistics/verdict.ts";

test("a partition is the same whatever its folds are called", () => {
  expect(isOnePartition([[0, 1, 2, 0]])).toBe(false);
  expect(
    isOnePartition([
      [0, 1, 2, 0],
      [2, 0, 1, 2],
    ]),
  ).toBe(true);
  expect(
    isOnePartition([
      [0, 1, 2, 0],
      [0, 1, 2, 1],
    ]),
  ).toBe(false);
});

// As many folds as groups leave one partition: its repeats are no evidence of how another one would have come out.
test("repeats on one partition count as one, also where its folds have other numbers", () => {
  const fold = [0, 1, 2, 3];
  const scores = [
    [0.5, 0.6, 0.7, 0.8],
    [0.4, 0.6, 0.6, 0.9],
  ].map((of) => of.map((one) => [one, one]));
  const turned = fold.map((one) => (one + 1) % 4);
  const [alone, same, renamed] = [[fold], [fold, fold], [fold, turned]].map((folds) =>
    foldTable({ scores: scores.map((of) => of.map((row) => row.slice(0, folds.length))), fold: folds }),
  );
  expect(alone.isOnePartition).toBe(false);
  expect(same).toEqual({ ...alone, isOnePartition: true });
  expect(renamed).toEqual(same);
});

test("three folds that are too unequal are called so, not fewer than three", () => {
  const fold = [[0, 0, 0, 0, 0, 0, 0, 0, 1, 2]];
  const scores = [0.8, 0.7].map((mean) => fold[0].map((_, i) => [mean + 0.01 * (i % 3)]));
  expect(verdictOf({ scores, fold, leastFreedom: 1.5 })).toMatchObject({
    word: "undecided",
    reason: expect.stringMatching(/^folds too unequal .*\(8, 1, 1 scored images/),
  });
});
