import { expect, test } from "vitest";
import { assignRoles } from "../../src/score/files/assign-roles.ts";
import { mounted } from "../../src/score/files/mounted.ts";
import { NO_SIDES, type Side, type Sides } from "../../src/score/files/side.ts";
import { sidesOf } from "../../src/score/files/sides-of.ts";
import { commandLine } from "../../src/score/worker/command-line.ts";

const given = (...paths: readonly string[]) =>
  paths.map((path) => ({ path, file: new File(["x"], path.split("/").at(-1) ?? path) }));
const names = (sides: readonly Side[]) => sides.map(({ name, isFolder }) => `${name}${isFolder ? "/" : ""}`);
const roles = ({ predicted, truth }: Sides) => [...predicted.map(({ name }) => name), truth?.name];

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
    ["set/a/1.png", "set/b/1.png", "set/truth/1.png"],
    ["a/", "b/", "truth/"],
  ],
  [["set/a/1.png", "set/b/1.png", "set/c/1.png"], ["set/"]],
  // One set, whose parts are no sides.
  [["set/images/a.png", "set/labels/a.txt"], ["set/"]],
  [["set/x/masks/1.png", "set/y/masks/1.png"], ["set/"]],
  [
    ["p/a.png", "truth.json"],
    ["p/", "truth.json"],
  ],
  [
    ["p.txt", "t.png", "classes.txt"],
    ["p.txt", "t.png"],
  ],
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
  expect(roles(assignRoles(NO_SIDES, sidesOf(given(first, second))))).toEqual(wanted);
});

test("one side goes to where nothing is yet, or where it was dropped", () => {
  const one = assignRoles(NO_SIDES, sidesOf(given("x.png")));
  expect(roles(assignRoles(one, sidesOf(given("y.png"))))).toEqual(["x.png", "y.png"]);
  expect(roles(assignRoles(one, sidesOf(given("y.png")), 0))).toEqual(["y.png", undefined]);
});

test("more sides are models: the truth is the one that is called so, else the last", () => {
  const folders = (...names: readonly string[]) => sidesOf(given(...names.map((name) => `${name}/1.png`)));
  expect(roles(assignRoles(NO_SIDES, folders("unet", "gt", "fpn")))).toEqual(["unet", "fpn", "gt"]);
  expect(roles(assignRoles(NO_SIDES, folders("a", "b", "c")))).toEqual(["a", "b", "c"]);
  const two = assignRoles(NO_SIDES, folders("a", "truth"));
  expect(roles(assignRoles(two, folders("b")))).toEqual(["a", "b", "truth"]);
  expect(roles(assignRoles(two, folders("gt")))).toEqual(["a", "gt"]);
  expect(roles(assignRoles(two, folders("b", "c"), 1))).toEqual(["a", "b", "c", "truth"]);
});

test("sides of one name are put apart; others stand beside each other with what is given with them", () => {
  const [predicted] = sidesOf(given("masks/a.png", "masks/b.png"));
  const [truth] = sidesOf(given("masks/b.png"));
  if (!predicted || !truth) throw new Error("There are no sides.");
  const apart = mounted({ predicted: [predicted], truth });
  expect([...apart.files.keys()]).toEqual([
    "predictions/masks/a.png",
    "predictions/masks/b.png",
    "truth/masks/b.png",
  ]);
  expect([apart.predictions, apart.truth]).toEqual([["predictions/masks"], "truth/masks"]);
  const [p, t] = sidesOf(given("set/p/a.png", "set/t/a.png", "set/classes.json"));
  if (!p || !t) throw new Error("There are no sides.");
  const beside = mounted({ predicted: [p], truth: t });
  expect([...beside.files.keys()].sort()).toEqual(["classes.json", "p/a.png", "t/a.png"]);
});

test("the line for a terminal quotes what a shell would take apart, and leaves out what says nothing", () => {
  const paths = { predictions: ["a", "b c"], truth: "t" };
  const texts = { metrics: "nsd(tolerance=2)", ignore: " ", minSize: "3", objects: "yes" };
  expect(commandLine(paths, texts)).toBe(
    'npx segloss score a "b c" --truth t --metrics "nsd(tolerance=2)" --min-size 3 --objects',
  );
});
