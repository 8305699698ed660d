import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Speed } from "../../../src/compare/plan/cost.ts";
import { makePlan, type PlanOptions } from "../../../src/compare/plan/make-plan.ts";
import { memorySource } from "../../../src/data/index.ts";
import { smallSet } from "../small-set.ts";

const source = memorySource(smallSet());
const losses = [{ loss: "dice", note: null, variants: ["dice"] }];
const division = { validation: [0], fold: [[-1, 0, 1, 2, 0, 1]] };
const options: PlanOptions = {
  ...{ data: "squares", reading: [], budget: "quick", size: 16, batch: 2, seed: 0 },
  network: { kind: "unet", width: 4, depth: 2, normalization: "group", deepSupervision: false },
  ...{ regions: [], augment: "flips", foreground: 0, rank: "dice", margin: 0.01, reference: null },
  ...{ threads: 1, block: 1, atOnce: 2, provider: "cpu", force: false },
};

function planOf(minutes: number, slower: number, perStep: number) {
  const speed: Speed = {
    setUp: 0.5 * slower,
    perStep: new Map([["dice", perStep * slower]]),
    perAssessedBatch: 0.1 * slower,
    perMegapixel: slower,
  };
  const measured = { speed, stepsPerEpoch: 10, validationBatches: 4 };
  return makePlan(source, losses, division, measured, { ...options, minutes });
}

test("the minutes that a refusal names do, where the machine is measured a little slower the next time", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 3, noNaN: true }),
      fc.double({ min: 1, max: 1.14, noNaN: true }),
      (perStep, slower) => {
        const refused = refusal(() => planOf(0.01, 1, perStep));
        const named = Number(/--minutes (\d+) would do on this machine/.exec(refused)![1]);
        expect(planOf(named, slower, perStep).plan.finals.steps).toBeGreaterThanOrEqual(300);
      },
    ),
  );
});

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}
