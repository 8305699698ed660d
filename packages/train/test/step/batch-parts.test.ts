import { expect, it } from "vitest";
import { partCount } from "../../src/step/batch-parts.ts";

it.each([
  [[8, 64, 64], 1],
  [[8, 128, 128], 4],
  [[6, 128, 128], 3],
  [[7, 128, 128], 1],
  [[2, 1024, 1024], 2],
  [[16, 256, 256], 4],
] as const)("a batch %o goes through the network in %d parts", (shape, parts) => {
  expect(partCount(shape)).toBe(parts);
});
