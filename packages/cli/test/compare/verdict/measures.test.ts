import { describe, expect, it } from "vitest";
import type { ImageEvidence } from "../../../src/compare/protocol/trial.ts";
import {
  classScore,
  constantEvidence,
  imageScore,
  MEASURES,
  meanScore,
  measureOf,
} from "../../../src/compare/verdict/measures.ts";

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
    const of = (name: (typeof MEASURES)[number]["name"], c: number) =>
      classScore(measureOf(name), EVIDENCE, c);
    expect(of("dice", 1)).toBe(12 / 15);
    expect(of("iou", 1)).toBe(6 / 9);
    expect(of("precision", 1)).toBe(6 / 7);
    expect(of("recall", 1)).toBe(6 / 8);
    for (const measure of ["dice", "iou", "precision", "recall"] as const) {
      // Missed altogether, and nowhere in the truth.
      expect(of(measure, 2)).toBe(0);
      expect(of(measure, 3)).toBeNull();
    }
    expect(of("ece", 1)).toBeNull();
  });

  it("is the mean over the scored classes that the truth holds", () => {
    const of = (name: (typeof MEASURES)[number]["name"], scored: readonly number[]) =>
      imageScore(measureOf(name), EVIDENCE, scored);
    expect(of("dice", [1, 2, 3])).toBe((12 / 15 + 0) / 2);
    expect(of("dice", [3])).toBeNull();
    expect(of("hd95", [1, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(of("nsd", [1])).toBeNull();
    expect(of("ece", [1])).toBe(0.1);
    expect(of("pq", [1])).toBeNull();
  });

  it("of a constant prediction follows from the counts of any other", () => {
    const all = constantEvidence(EVIDENCE, 1);
    expect([all.tp, all.fp, all.fn]).toEqual([
      [0, 8, 0, 0],
      [0, 12, 0, 0],
      [10, 0, 2, 0],
    ]);
    expect(imageScore(measureOf("dice"), all, [1, 2, 3])).toBe((16 / 28 + 0) / 2);
    expect(meanScore(measureOf("dice"), [EVIDENCE, all], [1])).toBe((12 / 15 + 16 / 28) / 2);
  });

  it("has a title and a line that says what it is, for every measure", () => {
    expect(new Set(MEASURES.map(({ title }) => title)).size).toBe(MEASURES.length);
    for (const { says } of MEASURES) expect(says).toMatch(/^\S.{10,}\S$/);
  });
});
