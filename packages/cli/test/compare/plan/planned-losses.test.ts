import { expect, test } from "vitest";
import { usualLosses } from "../../../src/compare/plan/planned-losses.ts";
import { memorySource } from "../../../src/data/index.ts";

/** An image whose first pixel is foreground. */
function sourceOf(pixels: number) {
  const mask = new Uint8Array(pixels).fill(1, 0, 1);
  const image = new Float32Array(pixels);
  const sample = { name: "i", group: "i", width: pixels, height: 1, mask, image };
  return memorySource({
    ...{ name: "drawn", classes: ["background", "cell"], channels: 1, notes: [] },
    images: [sample],
  });
}

test.each([
  [20, "weightedCrossEntropy(beta=19)", "5 % of the pixels are positive"],
  [43, "weightedCrossEntropy(beta=20)", "2.3 % of the pixels are positive, that is 42, kept at 20"],
])("of %i pixels one is foreground", (pixels, loss, end) => {
  const weighted = usualLosses(sourceOf(pixels), "standard").find((one) => one.loss === loss);
  expect(weighted?.note).toBe(`beta is the ratio of negatives to positives (classes above 0): ${end}`);
});
