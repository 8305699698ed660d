import { expect, test } from "vitest";
import { environmentNotes } from "../../../src/compare/run/environment-notes.ts";

const here = {
  ...{ segloss: "1.0.0", "onnxruntime-node": "1.23.0", node: "20.1.0" },
  ...{ system: "linux x64", processor: "A, 2 cores" },
};

test("says what numbers depend on that is another than when the plan was made", () => {
  const same = { ...here, node: "22.0.0", processor: "A, 64 cores" };
  expect(environmentNotes({ environment: same }, here)).toEqual([]);
  expect(
    environmentNotes({ environment: { ...here, "onnxruntime-node": "1.9.0", processor: "B" } }, here),
  ).toEqual([
    "the plan was made with onnxruntime-node 1.9.0, here it is 1.23.0: the numbers may differ",
    "the plan was made with processor B, here it is A: the numbers may differ",
  ]);
});
