import { expect, test } from "vitest";
import { usualAugmentation } from "../../../src/compare/plan/usual-augmentation.ts";

test("slices of scans are not turned; pictures and stacks without a spacing are", () => {
  const slice = (k: number) => ({ slice: k, spacing: [1, 1] as const });
  expect(usualAugmentation([slice(0), slice(1)])).toBe("none");
  // A volume of one slice among others.
  expect(usualAugmentation([slice(0), { spacing: [1, 1] }])).toBe("none");
  expect(usualAugmentation([slice(0), {}])).toBe("flips");
  expect(usualAugmentation([{ slice: 0 }, { slice: 1 }])).toBe("flips");
  expect(usualAugmentation([{ spacing: [1, 1] }])).toBe("flips");
});
