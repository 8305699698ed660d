import { describe, expect, it } from "vitest";
import { constantEvidence } from "../../../src/compare/evidence/constant-evidence.ts";
import { classScore, imageScore } from "../../../src/compare/evidence/image-score.ts";
import { judgeLosses } from "../../../src/compare/evidence/judge-losses.ts";
import { scoreTable } from "../../../src/compare/evidence/score-table.ts";
import type { ComparisonResults } from "../../../src/compare/protocol/results.ts";
import type { ImageEvidence } from "../../../src/compare/protocol/trial.ts";
import { partial, threeLosses, withFailures } from "../../report/made-cases.ts";

/** 20 pixels: truth 10, 8, 2 and no pixel of the last class. */
const EVIDENCE: ImageEvidence = {
  image: 0,
  tp: [9, 6, 0, 0],
  fp: [2, 1, 0, 2],
  fn: [1, 2, 2, 0],
  hd95: [1, 2, Number.POSITIVE_INFINITY, null],
  ece: 0.1,
  pq: null,
  bins: [],
};

describe("a score of an image", () => {
  it("follows from its counts, and a class that the truth lacks has none", () => {
    expect(classScore(EVIDENCE, "dice", 1)).toBe(12 / 15);
    expect(classScore(EVIDENCE, "iou", 1)).toBe(6 / 9);
    expect(classScore(EVIDENCE, "precision", 1)).toBe(6 / 7);
    expect(classScore(EVIDENCE, "recall", 1)).toBe(6 / 8);
    for (const measure of ["dice", "iou", "precision", "recall"] as const) {
      // Missed altogether, and nowhere in the truth.
      expect(classScore(EVIDENCE, measure, 2)).toBe(0);
      expect(classScore(EVIDENCE, measure, 3)).toBeNull();
    }
  });

  it("is the mean over the scored classes that the truth holds", () => {
    expect(imageScore(EVIDENCE, "dice", [1, 2, 3])).toBe((12 / 15 + 0) / 2);
    expect(imageScore(EVIDENCE, "dice", [3])).toBeNull();
    expect(imageScore(EVIDENCE, "hd95", [1, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(imageScore(EVIDENCE, "nsd", [1])).toBeNull();
    expect(imageScore(EVIDENCE, "ece", [1])).toBe(0.1);
    expect(imageScore(EVIDENCE, "pq", [1])).toBeNull();
  });

  it("of a constant prediction follows from the counts of any other", () => {
    const all = constantEvidence(EVIDENCE, 1);
    expect([all.tp, all.fp, all.fn]).toEqual([
      [0, 8, 0, 0],
      [0, 12, 0, 0],
      [10, 0, 2, 0],
    ]);
    expect(imageScore(all, "dice", [1, 2, 3])).toBe((16 / 28 + 0) / 2);
  });
});

/** The losses of a comparison in another order. */
function turned(results: ComparisonResults): ComparisonResults {
  return { ...results, losses: results.losses.toReversed() };
}

describe("the verdict over losses", () => {
  it("does not hang on their order", () => {
    const results = threeLosses();
    const [plain, other] = [results.verdict, judgeLosses(turned(results))];
    expect([plain.word, other.word]).toEqual(["better", "better"]);
    expect(results.losses[plain.winner!].loss).toBe(turned(results).losses[other.winner!].loss);
    expect(other.pairs.map(({ apart }) => apart)).toEqual(plain.pairs.map(({ apart }) => apart).toReversed());
  });

  it("has every pair, those with the leader as its rows have them", () => {
    const { verdict, losses } = withFailures();
    expect(verdict.pairs).toHaveLength((losses.length * (losses.length - 1)) / 2);
    for (const row of verdict.rows) {
      const pair = verdict.pairs.find(
        ({ a, b }) => (a === row.a && b === row.b) || (a === row.b && b === row.a),
      )!;
      expect(pair.p).toBeCloseTo(row.p, 12);
      expect(Math.abs(pair.difference)).toBeCloseTo(Math.abs(row.difference), 12);
      expect(pair.low).toBeLessThan(pair.high);
    }
  });

  it("turns round with the sign of a measure of which less is better", () => {
    const results = threeLosses();
    const plan = { ...results.plan, rank: "hd95" as const };
    const verdict = judgeLosses({ ...results, plan });
    expect(results.losses[verdict.rows[0].a].loss).toBe("dice");
    expect(verdict.rows.every(({ difference }) => difference > 0)).toBe(true);
  });

  it("counts a training without a network as the worst constant prediction", () => {
    const results = withFailures();
    const lost = results.losses.findIndex(({ states }) => states.diverged === 10);
    const table = scoreTable(results, [0, 1])[lost].flat();
    // Background everywhere: no scored class is found.
    expect(new Set(table.filter((score) => score !== null))).toEqual(new Set([0]));
    expect(table.filter((score) => score !== null)).toHaveLength(2 * 40);
  });

  it("rests on repeats that all losses have finished", () => {
    expect(partial().verdict).toMatchObject({ folds: 5, repeats: 1, images: 40 });
  });
});
