import { expect, test } from "vitest";
import { checkPlannedData } from "../../../src/compare/run/check-planned-data.ts";
import type { PreparedData } from "../../../src/compare/run/prepare-data.ts";
import { madePlan, madeSource } from "./made-trials.ts";

const plan = madePlan(8, 3, 1, ["dice"]);
const prepared = (groups: readonly string[]) =>
  ({ source: { ...madeSource(8), fingerprint: plan.data.fingerprint }, groups }) as unknown as PreparedData;

test("groups that divide the images alike are those of the plan, whatever they are called", () => {
  const renamed = plan.data.groups.map((group) => `subject ${group}`);
  expect(checkPlannedData(plan, prepared(renamed))).toBe(plan);
});

test("groups that were corrected meanwhile are refused, with the first image that moved", () => {
  const corrected = plan.data.groups.map((group, image) => (image === 5 ? plan.data.groups[0] : group));
  expect(() => checkPlannedData(plan, prepared(corrected))).toThrow(
    new RegExp(
      `other groups than those of the plan \\(${plan.data.images[5]} was of .*--restart in place of --resume`,
    ),
  );
});
