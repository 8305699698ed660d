import { LOSSES } from "segloss";
import { expect, test } from "vitest";
import { FAMILIES } from "../src/site/families.ts";
import { NEEDS } from "../src/site/needs.ts";

const names = LOSSES.map(({ definition }) => definition.name).sort();

test("every loss is in one family (packages/studio/src/site/families.ts)", () => {
  expect(FAMILIES.flatMap(({ losses }) => losses).sort()).toEqual(names);
});

test("needs name losses that there are, each once", () => {
  for (const { losses } of NEEDS) {
    expect(new Set(losses).size).toBe(losses.length);
    expect(losses.filter((name) => !names.includes(name))).toEqual([]);
  }
});
