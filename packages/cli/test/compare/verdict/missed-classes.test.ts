import { describe, expect, it } from "vitest";
import type { Plan } from "../../../src/compare/protocol/plan.ts";
import { trainImages } from "../../../src/compare/protocol/train-images.ts";
import { asOlder, asSplit, neverFound } from "../../report/never-found.ts";

const { plan } = neverFound([0]);
const caution = (...of: Parameters<typeof neverFound>) => neverFound(...of).verdict.caution;

/** Cells of the plan whose test images, and whose training images, hold one of these. */
function cells({ finals }: Plan, holders: readonly number[]) {
  const all = finals.fold.flatMap((fold, repeat) =>
    Array.from({ length: finals.folds }, (_, f) => ({
      tested: holders.some((image) => fold[image] === f),
      seen: trainImages(finals, repeat, f).some((image) => holders.includes(image)),
    })),
  );
  return {
    seen: all.filter(({ seen }) => seen).length,
    both: all.filter(({ tested, seen }) => tested && seen).length,
  };
}

/** Two scenes that are in one fold of a repeat, and in two of the other. */
function scenesTogetherOnce(): number[] {
  const [first, second] = plan.finals.fold;
  const together = (fold: readonly number[], scene: number) => fold[0] === fold[2 * scene];
  const scene = Array.from({ length: 20 }, (_, k) => k).findIndex(
    (k) => k > 0 && together(first, k) !== together(second, k),
  );
  return [0, 1, 2 * scene, 2 * scene + 1];
}

describe("that a class was not found", () => {
  it("is said of a training that saw it", () => {
    const holders = [0, 1, 10, 11, 20, 21, 30, 31];
    const { both, seen } = cells(plan, holders);
    expect(seen).toBe(10);
    expect(caution(holders)).toContain(`and by dice in ${both} of 10 trainings; longer ones may.`);
  });

  it("is not said of one that saw none of it: a scene alone has it", () => {
    expect(caution([0, 1])).not.toContain("not found");
  });

  it("counts among the trainings that saw it, where others did not", () => {
    const holders = scenesTogetherOnce();
    const { both, seen } = cells(plan, holders);
    expect([both, seen]).toEqual([2, 9]);
    expect(caution(holders)).toContain(
      "and by dice in 2 of the 9 trainings that had it to learn from; longer ones may.",
    );
  });

  it("is not said of one split unless its training images hold the class", () => {
    const { plan: split } = asSplit(neverFound([]));
    const tested = split.finals.fold[0].indexOf(0);
    expect(caution([tested], asSplit)).not.toContain("not found");
    expect(caution([tested], asSplit, [split.validation[0]])).not.toContain("not found");
    expect(caution([tested], asSplit, [split.finals.train![0]])).toContain("and by dice in 1 of 1 trainings");
  });

  it("is said of one split of an older file wherever more images than were tested hold the class", () => {
    const { plan: split } = asSplit(neverFound([]));
    const [tested, older] = [
      split.finals.fold[0].indexOf(0),
      (...of: Parameters<typeof asSplit>) => asOlder(asSplit(...of)),
    ];
    expect(caution([tested], older)).not.toContain("not found");
    expect(caution([tested], older, [split.validation[0]])).toContain("and by dice in 1 of 1 trainings");
  });
});
