import { expect, test } from "vitest";
import { sliceNote } from "../../../src/compare/run/slice-note.ts";

test("volumes are said to be scored slice by slice, and nothing is said without them", () => {
  const slices = (group: string, count: number) =>
    Array.from({ length: count }, (_, slice) => ({ group, slice }));
  expect(sliceNote([{ group: "a" }])).toEqual([]);
  expect(sliceNote([...slices("a", 3), ...slices("b", 4), { group: "c" }])).toEqual([
    "2 volumes are trained on and scored slice by slice: images are their 7 slices, and no volume is divided over folds",
  ]);
  expect(sliceNote(slices("a", 2))[0]).toMatch(/^1 volume is .*its 2 slices/);
});
