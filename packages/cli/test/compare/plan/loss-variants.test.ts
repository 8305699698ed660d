import { expect, test } from "vitest";
import { lossVariants } from "../../../src/compare/plan/loss-variants.ts";

test.each([
  ["focal(gamma={1, 2, 3})", 1, ["focal(gamma=1)", "focal(gamma=2)", "focal(gamma=3)"]],
  ["focal(gamma=[1,2,3])", 1, ["focal(gamma=1)", "focal(gamma=2)", "focal(gamma=3)"]],
  ["tversky(alpha=[0.3,0.5], beta=0.7)", 1, ["tversky(alpha=0.3, beta=0.7)", "tversky(alpha=0.5, beta=0.7)"]],
  [
    "dice(smooth={0,1}) + focal(gamma={1,2})",
    1,
    [
      "dice(smooth=0) + focal(gamma=1)",
      "dice(smooth=0) + focal(gamma=2)",
      "dice(smooth=1) + focal(gamma=1)",
      "dice(smooth=1) + focal(gamma=2)",
    ],
  ],
  // One value a class, as the loss takes them.
  ["focal(gamma=[1,2,3])", 3, ["focal(gamma=[1,2,3])"]],
  ["focal(gamma={1,2,3})", 3, ["focal(gamma=1)", "focal(gamma=2)", "focal(gamma=3)"]],
  ["dice(classes=[1,2])", 3, ["dice(classes=[1,2])"]],
  ["dice", 1, ["dice"]],
])("%s with %i logits", (text, channels, variants) => {
  expect(lossVariants(text, channels)).toEqual(variants);
});
