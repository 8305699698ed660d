import { describe, expect, it } from "vitest";
import { checkPlan } from "../../../src/compare/plan/check-plan.ts";
import type { Plan } from "../../../src/compare/protocol/plan.ts";
import { madePlan } from "../run/made-trials.ts";

const plan = madePlan(12, 3, 1, ["dice", "focal"]);

function reread(change: Partial<Plan>): Plan {
  return checkPlan(JSON.parse(JSON.stringify({ ...plan, ...change })), "plan.json");
}

function fold(change: (fold: number[]) => unknown): Partial<Plan> {
  const own = [...plan.finals.fold[0]];
  change(own);
  return { finals: { ...plan.finals, fold: [own] } };
}

describe("a plan that is read", () => {
  it("is the plan that was written", () => {
    expect(reread({})).toEqual(plan);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["lacks a part", { finals: undefined }, /finals: is missing/],
    [
      "has a word for a number",
      { finals: { ...plan.finals, steps: "many" } },
      /finals\.steps: expected a whole/,
    ],
    ["has no steps", { finals: { ...plan.finals, steps: 0 } }, /steps: expected a number above 0, got 0/],
    ["trains nothing at a time", { training: { ...plan.training, atOnce: 0 } }, /atOnce: .* above 0, got 0/],
    [
      "has crops that cannot be halved",
      { training: { ...plan.training, size: 18 } },
      /multiple of 4 .* got 18/,
    ],
    [
      "knows no such loss",
      { losses: [{ loss: "foo", note: null, variants: ["foo"] }] },
      /Unknown loss "foo"/,
    ],
    ["has no losses", { losses: [] }, /expected one or more, got none/],
    ["chooses on an image that is not there", { validation: [99] }, /none with the index 99/],
    ["chooses on images that it scores", { validation: [3] }, /image i3 must be in a fold or .* not in both/],
    ["leaves images out", fold((own) => own.fill(-1, 3, 4)), /image i3 must be in a fold or/],
    [
      "has too few folds for its images",
      fold((own) => own.pop()),
      /expected 12 numbers, one an image, got 11/,
    ],
    ["has a fold that is none", fold((own) => own.fill(7, 3, 4)), /folds from 0 to 2, or -1, got 7/],
    ["has an empty fold", fold((own) => own.fill(0)), /fold 1 has no image/],
    [
      "tests on groups that it trains on",
      { data: { ...plan.data, groups: plan.data.groups.map((_, i) => `g${i >> 1}`) } },
      /group g0 is divided over folds/,
    ],
  ])("and %s is refused", (_, change, why) => {
    expect(() => reread(change as Partial<Plan>)).toThrow(why);
    expect(() => reread(change as Partial<Plan>)).toThrow(
      /^plan\.json: .*the plan was changed or is damaged/,
    );
  });
});
