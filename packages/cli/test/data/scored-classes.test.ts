import { expect, test } from "vitest";
import { scoredClasses } from "../../src/data/scored-classes.ts";

const images = [{ classPixels: [9, 3, 0, 0, 1] }, { classPixels: [9, 0, 2, 0, 0] }];

test("background is not scored, nor is a class that no mask holds", () => {
  const names = ["background", "class 1", "class 2", "class 3", "class 4"];
  expect(scoredClasses(names, images)).toEqual([1, 2, 4]);
  expect(scoredClasses(["sea", ...names.slice(1)], images)).toEqual([0, 1, 2, 4]);
});
