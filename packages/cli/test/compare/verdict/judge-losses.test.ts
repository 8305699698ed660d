import { describe, expect, it } from "vitest";
import type { ComparisonResults, ComparisonVerdict } from "../../../src/compare/protocol/results.ts";
import { judgeLosses } from "../../../src/compare/verdict/judge-losses.ts";
import { turned } from "../../../src/compare/verdict/turned.ts";
import { nineLosses, partial, threeLosses, withFailures } from "../../report/made-cases.ts";

const judged = ({ losses, plan, data }: ComparisonResults, rank = plan.rank) =>
  judgeLosses(losses, { ...plan, rank }, data);

/** The pair of a row, and its word seen from the leader. */
function pairOf({ pairs }: ComparisonVerdict, { a, b }: { readonly a: number; readonly b: number }) {
  const pair = pairs.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a))!;
  return { pair, word: pair.a === a ? pair.word : turned(pair.word) };
}

describe("the verdict over losses", () => {
  it("does not hang on their order", () => {
    const results = threeLosses();
    const { losses, verdict } = judged({ ...results, losses: results.losses.toReversed() });
    expect(verdict).toEqual(results.verdict);
    expect(losses).toEqual(results.losses);
    expect(verdict.word).toBe("better");
  });

  it("has every pair, those with the leader as its rows have them", () => {
    for (const { verdict, losses } of [withFailures(), threeLosses(), nineLosses(), partial()]) {
      expect(verdict.pairs).toHaveLength((losses.length * (losses.length - 1)) / 2);
      expect(verdict.rows).toHaveLength(losses.length - 1);
      for (const row of verdict.rows) {
        const { pair, word } = pairOf(verdict, row);
        expect(row.a).toBe(verdict.rows[0].a);
        expect(word).toBe(row.word);
        expect(pair.p).toBeCloseTo(row.p, 12);
        expect(Math.abs(pair.difference)).toBeCloseTo(Math.abs(row.difference), 12);
        expect(pair.low).toBeLessThan(pair.high);
      }
    }
  });

  it("says what the first of two losses is beside the second, by the sign of their difference", () => {
    const { verdict } = threeLosses();
    expect(verdict.rows.map(({ a, b, word }) => [a, b, word])).toEqual([
      [0, 1, "better"],
      [0, 2, "better"],
    ]);
    const all = [withFailures(), nineLosses(), partial()].flatMap((one) => one.verdict.pairs);
    const decided = all.filter(({ word }) => word === "better" || word === "worse");
    expect(decided.length).toBeGreaterThan(5);
    for (const { word, difference } of decided) expect(word).toBe(difference > 0 ? "better" : "worse");
  });

  it("turns round with the sign of a measure of which less is better", () => {
    const results = threeLosses();
    const { verdict, losses } = judged(results, "hd95");
    expect(losses[verdict.rows[0].a].loss).toBe("dice");
    expect(verdict.rows.every(({ difference }) => difference > 0)).toBe(true);
    expect(verdict.rows.map(({ word }) => word)).toEqual(["better", "better"]);
    // Smaller distances stand first, as they are.
    const means = losses.map(({ score }) => score!.mean);
    expect(means).toEqual(means.toSorted((a, b) => a - b));
  });

  it("counts a training without a network as the worst constant prediction", () => {
    const { losses } = withFailures();
    const lost = losses.find(({ states }) => states.diverged === 10)!;
    // Background everywhere: no scored class is found.
    expect(lost.score).toEqual({ mean: 0, low: 0, high: 0 });
    expect(losses.at(-1)).toBe(lost);
  });

  it("and by a distance as the diagonal of the image, in the unit of its spacing", () => {
    const results = withFailures();
    const images = results.data.images.map((one) => ({ ...one, spacing: [2, 0.5] as const }));
    const lost = (own: ComparisonResults) =>
      judged(own, "hd95").losses.find(({ states }) => states.diverged === 10)!;
    expect(lost(results).score!.mean).toBeCloseTo(Math.hypot(120, 160), 9);
    expect(lost({ ...results, data: { ...results.data, images } }).score!.mean).toBeCloseTo(
      Math.hypot(240, 80),
      9,
    );
  });

  it("rests on repeats that all losses have finished", () => {
    expect(partial().verdict).toMatchObject({ folds: 5, repeats: 1, images: 40 });
  });
});
