import { confusionMatrix } from "segloss/metrics";
import { describe, expect, it } from "vitest";
import { headline, missedClasses } from "../../src/compare/headline.ts";
import { rankLosses, type TriedLoss } from "../../src/compare/rank-losses.ts";
import type { Trial } from "../../src/compare/trial.ts";

const timing = { setUp: 0, firstStep: 0, laterSteps: 1, assessments: 0 };

/** A training in which `right` of 1000 pixels of each class are right. */
function trial(loss: string, seed: number, right: number | null): Trial {
  const base = {
    loss,
    seed,
    steps: 10,
    engine: "in graph" as const,
    curve: [],
    predictions: [],
    model: null,
    timing,
  };
  if (right === null) return { ...base, steps: 3, divergedAt: 3, confusion: null };
  const truth = Uint8Array.from({ length: 2000 }, (_, i) => i % 2);
  const predicted = truth.map((label, i) => (i < 2 * right ? label : 1 - label));
  return { ...base, divergedAt: null, confusion: confusionMatrix(predicted, truth, { classes: 2 }).toJSON() };
}

const tried = (loss: string, ...rights: (number | null)[]): TriedLoss => ({
  loss,
  note: null,
  trials: rights.map((right, i) => trial(loss, i + 1, right)),
});
const classes = [0, 1];
const settings = (seeds: number) =>
  ({ seeds: Array.from({ length: seeds }, (_, i) => i + 1) }) as unknown as Parameters<
    typeof headline
  >[0]["settings"];
const claim = (losses: TriedLoss[], seeds: number) =>
  headline({ losses: rankLosses(losses, classes), settings: settings(seeds), unfinished: [] });

describe("with one seed", () => {
  it("ranks by mean Dice; less than 0.02 is a tie", () => {
    const ranked = rankLosses([tried("a", 900), tried("b", 930), tried("c", 915)], classes);
    expect(ranked.map(({ loss, tied }) => [loss, tied])).toEqual([
      ["b", false],
      ["c", true],
      ["a", false],
    ]);
    // Dice of a class with 900 of 1000 right on both sides is 0.9.
    expect(ranked[2].dice).toEqual({ mean: 0.9, low: null, high: null, count: 1 });
    expect(ranked[2].toBest?.mean).toBeCloseTo(-0.03, 12);
  });

  it("says so in the headline, and never speaks of winning", () => {
    expect(claim([tried("a", 900), tried("b", 930), tried("c", 915)], 1).claim).toBe(
      "No single winner: b has the best mean Dice, 0.930, but c is too close to tell from it.",
    );
    expect(claim([tried("a", 900), tried("b", 930)], 1).claim).toBe(
      "b is ahead: mean Dice 0.930, 0.030 above a.",
    );
    expect(claim([tried("a", 900), tried("b", 910)], 1).claim).toMatch(/no other loss can be told from it/);
    expect(claim([tried("a", 900), tried("b", 910)], 1).caution).toMatch(/trained once.*called a tie/);
  });
});

describe("with several seeds", () => {
  it("a difference that every seed shows is no tie, however small", () => {
    const [best, next] = rankLosses([tried("a", 900, 940, 920), tried("b", 906, 947, 925)], classes);
    expect([best.loss, next.tied]).toEqual(["b", false]);
    expect(best.dice?.low).toBeLessThan(best.dice!.mean);
    expect(claim([tried("a", 900, 940, 920), tried("b", 906, 947, 925)], 3).claim).toMatch(/^b wins: /);
  });

  it("a difference that changes its sign is a tie, however large", () => {
    const [, next] = rankLosses([tried("a", 900, 700), tried("b", 700, 950)], classes);
    expect(next.tied).toBe(true);
  });
});

describe("divergence", () => {
  it("of all trainings ranks last, and is said", () => {
    const ranked = rankLosses([tried("a", null), tried("b", 700)], classes);
    expect(ranked.map(({ loss, dice }) => [loss, dice?.mean])).toEqual([
      ["b", 0.7],
      ["a", undefined],
    ]);
    expect(claim([tried("a", null), tried("b", 700), tried("c", 800)], 1).caution).toMatch(/Diverged: a\.$/);
    expect(claim([tried("a", null)], 1).claim).toMatch(/No training ended/);
  });

  it("of some leaves the means to the others", () => {
    const [only] = rankLosses([tried("a", null, 800, 810)], classes);
    expect(only.dice?.count).toBe(2);
    expect(only.trials[0]).toMatchObject({ divergedAt: 3, dice: null });
  });
});

it("names classes that losses miss", () => {
  const blind = Uint8Array.from({ length: 1000 }, () => 0);
  const truth = blind.map((_, i) => Number(i < 10));
  const confusion = confusionMatrix(blind, truth, { classes: 2 }).toJSON();
  const losses = rankLosses(
    [{ loss: "a", note: null, trials: [{ ...trial("a", 1, 500), confusion }] }, tried("b", 900)],
    classes,
  );
  const data = { classes: ["land", "lake"], classShares: [0.99, 0.01] } as unknown as Parameters<
    typeof missedClasses
  >[0]["data"];
  expect(missedClasses({ losses, data })).toEqual([
    "The class lake, 1 % of the training pixels, is missed by 1 of 2 losses.",
  ]);
  expect(missedClasses({ losses, data: { ...data, classes: ["land", "class 1"] } })[0]).toMatch(
    /^Class 1, 1 % /,
  );
});
