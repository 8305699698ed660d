import { describe, expect, it } from "vitest";
import { makePlan, type PlanOptions } from "../../../src/compare/plan/make-plan.ts";
import { planText } from "../../../src/compare/plan/plan-text.ts";
import type { Plan } from "../../../src/compare/protocol/plan.ts";
import { memorySource } from "../../../src/data/index.ts";
import { smallSet } from "../small-set.ts";

const set = smallSet({ classes: 3, count: 8 });
const options: PlanOptions = {
  ...{ data: "squares", reading: [], budget: "quick", size: 16, batch: 2, seed: 0, steps: 300 },
  network: { kind: "unet", width: 4, depth: 2, normalization: "group", deepSupervision: false },
  ...{ regions: [], augment: "flips", foreground: 0, rank: "dice", margin: 0.01, reference: null },
  ...{ threads: 1, block: 1, atOnce: 2, provider: "cpu", force: false },
};
const losses = ["dice", "crossEntropy"].map((loss) => ({ loss, note: null, variants: [loss] }));
const speed = {
  ...{ setUp: 0.5, perAssessedBatch: 0.0312, perMegapixel: 1e4 },
  perStep: new Map([
    ["dice", 0.318],
    ["crossEntropy", 0.25],
  ]),
};

/** Squares, of which these alone have corners, two of a group each where `pairs`. */
function squares(corners: readonly number[], pairs = false) {
  const images = set.images.map((one, i) => ({
    ...one,
    group: pairs ? `pair-${i >> 1}` : one.name,
    mask: corners.includes(i) ? one.mask : one.mask.map((label) => Math.min(label, 1)),
  }));
  return memorySource({ ...set, images });
}

/** Two images to choose on, and a fold for each of two. */
const FOLD = [-1, -1, 0, 0, 1, 1, 2, 2];

function lines(
  source: ReturnType<typeof squares>,
  { fold = [FOLD], finals = {} }: { fold?: number[][]; finals?: Partial<Plan["finals"]> } = {},
): string[] {
  const measured = { speed, stepsPerEpoch: 10, validationBatches: 1 };
  const { plan, cost } = makePlan(source, losses, { validation: [0, 1], fold }, measured, options);
  return planText({ ...plan, finals: { ...plan.finals, ...finals } }, source, [1, 2], cost);
}

describe("a plan says", () => {
  it("images and groups of each side, and how many hold each class", () => {
    expect(lines(squares([0, 2, 3, 4, 6], true)).slice(1, 4)).toEqual([
      "2 images (1 group) to choose on (validation); 6 images (3 groups) in 3 folds of 2 images (1 group), each tested once",
      "square in 2 images to choose on, 6 in folds (2 each)",
      "corner in 1 image to choose on, 4 in folds (1 to 2 each)",
    ]);
  });

  it("the smallest and the largest fold of all repeats", () => {
    const [, sides, square] = lines(squares([2]), { fold: [FOLD, [-1, -1, 0, 1, 2, 2, 2, 2]] });
    expect(sides).toContain("in 3 folds of 1 to 4 images (1 to 4 groups), each tested once in each of 2");
    expect(square).toBe("square in 2 images to choose on, 6 in folds (1 to 4 each)");
  });

  it("the sides of a single split", () => {
    const single = { train: [2, 3, 4, 5], folds: 1, repeats: 2 };
    const fold = [[-1, -1, -1, -1, -1, -1, 0, 0]];
    expect(lines(squares([0, 2, 6]), { fold, finals: single }).slice(1, 4)).toEqual([
      "2 images (2 groups) to choose on (validation); 4 images (4 groups) to train on, 2 images (2 groups) tested with 2 seeds",
      "square in 2 images to choose on, 4 to train on, 2 tested",
      "corner in 1 image to choose on, 1 to train on, 1 tested",
    ]);
  });

  it("of a class that all trainings see, and that is on every side, nothing more", () => {
    expect(lines(squares([0, 2, 4, 6])).join()).not.toContain("warning");
  });

  it("that a class is tested by networks that saw none of it", () => {
    expect(lines(squares([2, 3], true))).toContain(
      "warning: corner is in 2 images only and absent from the validation images and 2 folds of 3; " +
        "images without it have no score of it; in 1 of 3 trainings of each loss it is tested by networks that saw none of it",
    );
    const onlyInTheSecond = [FOLD, [-1, -1, 0, 1, 0, 1, 2, 2]];
    const [warning] = lines(squares([0, 2, 4]), { fold: onlyInTheSecond }).filter((line) =>
      line.startsWith("warning"),
    );
    expect(warning).toMatch(
      / in 1 of 6 trainings of each loss it is tested by networks that saw none of it$/,
    );
  });

  it("likewise of a single split", () => {
    const single = { train: [4, 5, 6, 7], folds: 1, repeats: 1 };
    const fold = [[-1, -1, 0, 0, -1, -1, -1, -1]];
    expect(lines(squares([0, 2]), { fold, finals: single })).toContain(
      "warning: corner is in 2 images only; in 1 of 1 training of each loss it is tested by networks that saw none of it",
    );
    expect(lines(squares([0, 4]), { fold, finals: single })).toContain(
      "warning: corner is in 2 images only and absent from the tested images; images without it have no score of it",
    );
  });

  it("what was measured: seconds of a step, of an assessed batch and of a tested image", () => {
    expect(lines(squares([0]))).toContain(
      "speed, 2 at a time: 0.25 s (crossEntropy) to 0.32 s (dice) a step, 0.031 s an assessed batch of crops, 2.6 s a tested image",
    );
  });
});
