import { expect, test } from "vitest";
import { planText } from "../../../src/compare/plan/plan-text.ts";
import { askedLosses } from "../../../src/compare/plan/planned-losses.ts";
import { valuesPerClass } from "../../../src/compare/plan/values-per-class.ts";
import { memorySource } from "../../../src/data/index.ts";
import { madePlan } from "../run/made-trials.ts";
import { smallSet } from "../small-set.ts";

const gamma = "gamma=[1,2,3] is one value a class; variants to choose from are written gamma={1,2,3}";

test.each([
  ["focal(gamma=[1,2,3])", 3, [gamma]],
  ["crossEntropy(classWeights=[1,2,3]) + focal(gamma=[1,2,3])", 3, [gamma]],
  // One number is no weights of classes, classes are chosen, and space has axes.
  ["crossEntropy(classWeights=[1,2,3])", 3, []],
  ["dice(classes=[0,1,2])", 3, []],
  ["boundary(spacing=[1,2])", 2, []],
  ["focal(gamma=2)", 3, []],
])("%s with %i logits", (loss, channels, notes) => {
  expect(valuesPerClass(loss, channels)).toEqual(notes);
});

test("the plan says that a list is one value a class", () => {
  const source = memorySource(smallSet({ classes: 3, count: 12 }));
  const losses = askedLosses(["dice", "focal(gamma=[1,2,3])"], 3);
  expect(losses.map(({ note }) => note)).toEqual([null, gamma]);
  const lines = planText({ ...madePlan(12, 3, 1, ["dice"]), losses }, source, [1, 2], null);
  expect(lines.filter((line) => line.startsWith("note:"))).toEqual([`note: focal(gamma=[1,2,3]): ${gamma}`]);
});
