import { expect, test } from "vitest";
import { assignRoles } from "../../src/score/files/assign-roles.ts";
import type { Side, Sides } from "../../src/score/files/side.ts";
import { sidesOf } from "../../src/score/files/sides-of.ts";
import { pairsOf } from "../../src/score/worker/pairs-of.ts";

const given = (...paths: readonly string[]) =>
  paths.map((path) => ({ path, file: new File(["x"], path.split("/").at(-1) ?? path) }));
const NONE: Sides = { predicted: null, truth: null };
const names = (sides: readonly Side[]) => sides.map(({ name, isFolder }) => `${name}${isFolder ? "/" : ""}`);
const roles = ({ predicted, truth }: Sides) => [predicted?.name, truth?.name];

test.each([
  [
    ["a.png", "b.nii.gz"],
    ["a.png", "b.nii.gz"],
  ],
  [
    ["p/a.png", "p/b.png", "t/a.png"],
    ["p/", "t/"],
  ],
  [
    ["set/p/a.png", "set/t/a.png"],
    ["p/", "t/"],
  ],
  [["set/a.png", "set/t/a.png", "set/u/a.png"], ["set/"]],
  [
    ["a.mhd", "a.raw", "b.png"],
    ["a.mhd", "b.png"],
  ],
  [["a.png", "b.png", "c.png"], ["masks/"]],
  [
    ["a.zarr/.zgroup", "b.png"],
    ["a.zarr", "b.png"],
  ],
  [["notes.doc"], ["notes.doc"]],
])("%s are the sides %s", (paths, wanted) => {
  expect(names(sidesOf(given(...paths)))).toEqual(wanted);
});

test.each([
  ["x.png", "y.png", ["x.png", "y.png"]],
  ["truth.png", "y.png", ["y.png", "truth.png"]],
  ["x.png", "pred.png", ["pred.png", "x.png"]],
  ["case1_gt.png", "case1_pred.png", ["case1_pred.png", "case1_gt.png"]],
  ["pred_labels.png", "labels.png", ["pred_labels.png", "labels.png"]],
])("%s and %s: roles by name, else by order", (first, second, wanted) => {
  expect(roles(assignRoles(NONE, sidesOf(given(first, second))))).toEqual(wanted);
});

test("one side goes to where nothing is yet, or where it was dropped", () => {
  const one = assignRoles(NONE, sidesOf(given("x.png")));
  expect(roles(assignRoles(one, sidesOf(given("y.png"))))).toEqual(["x.png", "y.png"]);
  expect(roles(assignRoles(one, sidesOf(given("y.png")), "predicted"))).toEqual(["y.png", undefined]);
});

test("sides of one name are told apart in sentences, and what has no partner is named", () => {
  const [predicted] = sidesOf(given("masks/a.png", "masks/b.png"));
  const [truth] = sidesOf(given("masks/b.png", "masks/c.png"));
  if (!predicted || !truth) throw new Error("There are no sides.");
  expect(pairsOf({ predicted, truth })).toEqual({
    pairs: [{ name: "b", predicted: "predictions/masks/b.png", truth: "truth/masks/b.png" }],
    problems: [
      "predictions/masks/a.png: there is no truth named a in truth/masks",
      "truth/masks/c.png: there is no prediction named c in predictions/masks",
    ],
    notes: [],
  });
});
