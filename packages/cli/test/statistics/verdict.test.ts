import { describe, expect, test } from "vitest";
import { tQuantile, tTail } from "../../src/statistics/student-t.ts";
import { verdictOf } from "../../src/statistics/verdict.ts";
import { vectors } from "./vectors.ts";

/** To nine digits, or to the last of a number near 0. */
function near(actual: number | undefined, expected: number): void {
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-15);
}

describe("Student's t", () => {
  test("quantiles and tails, also of degrees of freedom between whole numbers", () => {
    for (const { df, p, t } of vectors.tQuantiles) near(tQuantile(p, df), t);
    for (const { df, t, p } of vectors.tTails) near(tTail(t, df), p);
  });

  test("the ends", () => {
    expect(tTail(0, 4)).toBe(1);
    expect(tTail(Infinity, 4)).toBe(0);
    expect(tQuantile(0.5, 4)).toBeLessThan(1e-12);
  });
});

describe("the verdict", () => {
  test.each(vectors.cases)("$name", ({ expected, ...input }) => {
    const verdict = verdictOf(input);
    expect(verdict).toMatchObject({ word: expected.verdict, images: expected.images });
    expect(verdict.reason).toBe(expected.reason);
    near(verdict.df, expected.df);
    expected.means.forEach((mean, k) => {
      near(verdict.means[k], mean);
    });
    expect(verdict.leader).toBe(expected.leader);
    if (expected.winner !== undefined) expect(verdict.winner ?? null).toBe(expected.winner);
    for (const row of expected.rows ?? []) {
      const own = verdict.rows.find(({ candidate }) => candidate === row.loss)!;
      near(own.difference, row.diff);
      near(own.error, row.se);
      near(own.p, row.p);
      near(own.low, row.low);
      near(own.high, row.high);
      expect(own.word).toBe(row.row);
    }
    expect(verdict.apart).toEqual(expected.pairsApart ?? []);
    expect(verdict.candidates).toEqual(expected.candidates ?? []);
    expect(verdict.learned).toEqual(expected.learned);
    (expected.againstReference ?? []).forEach(({ loss, diff, row }, k) => {
      expect(verdict.againstReference![k]).toMatchObject({ candidate: loss, word: row });
      near(verdict.againstReference![k].difference, diff);
    });
    if (!expected.probBest) expect(verdict.probabilityBest).toBeNull();
    expected.probBest?.forEach((share, k) => {
      expect(Math.abs(verdict.probabilityBest![k] - share)).toBeLessThan(0.015);
    });
    if (!expected.needed) return expect(verdict.needed).toBeUndefined();
    const { against, kind, repeats, images, target, showsNow } = expected.needed;
    expect(verdict.needed).toMatchObject({ against, kind });
    expect([verdict.needed?.repeats, verdict.needed?.images]).toEqual([repeats, images]);
    near(verdict.needed?.target, target);
    near(verdict.needed?.showsNow, showsNow);
  });

  test("does not hang on the order of the candidates, nor on a score that all share", () => {
    const [{ expected: _, ...input }] = vectors.cases;
    const turned = verdictOf({ ...input, scores: input.scores.toReversed() });
    const lifted = verdictOf({
      ...input,
      scores: input.scores.map((of) => of.map((row) => row.map((s) => s! + 0.05))),
    });
    const plain = verdictOf(input);
    expect([turned.word, lifted.word]).toEqual([plain.word, plain.word]);
    expect(turned.winner).toBe(2 - plain.winner!);
    near(lifted.rows[0].p / plain.rows[0].p, 1);
  });

  test("of candidates that score alike everywhere is equivalence, with p of 1", () => {
    const scores = [0.8, 0.7, 0.9, 0.6, 0.8, 0.75].map((score) => [score]);
    const verdict = verdictOf({ scores: [scores, scores], fold: [[0, 1, 2, 0, 1, 2]] });
    expect(verdict).toMatchObject({ word: "equivalent", rows: [{ p: 1, error: 0 }] });
  });
});
