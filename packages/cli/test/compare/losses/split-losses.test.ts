import { expect, it } from "vitest";
import { splitLosses } from "../../../src/compare/losses/split-losses.ts";

it.each([
  ["dice,focal", ["dice", "focal"]],
  [" dice , focal(gamma=2, alpha=0.25) ", ["dice", "focal(gamma=2, alpha=0.25)"]],
  ["dice(classes=[0,1]), lovasz", ["dice(classes=[0,1])", "lovasz"]],
  ['formula("clip(p, 0, 1)", over="batch"),dice', ['formula("clip(p, 0, 1)", over="batch")', "dice"]],
  ["dice,,focal", ["dice", "", "focal"]],
  ["", [""]],
])("%s", (text, parts) => {
  expect(splitLosses(text)).toEqual(parts);
});
