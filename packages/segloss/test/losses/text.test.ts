import fc from "fast-check";
import {
  crossEntropy,
  dice,
  distanceCrossEntropy,
  focal,
  LOSSES,
  type Loss,
  loss,
  lossFromJson,
  lossToJson,
  lovasz,
  overRegion,
  parseLoss,
  printLoss,
  scale,
  sum,
} from "segloss";
import { describe, expect, it } from "vitest";
import { randomLoss } from "./random-loss.ts";

const RUNS = { numRuns: 150, seed: 12 };

describe("a loss as text", () => {
  it.each<readonly [string, Loss]>([
    ["dice", dice()],
    ["dice()", dice()],
    [" dice ( ) ", dice()],
    ["focal(gamma=3)", focal({ gamma: 3 })],
    ["focal(gamma=[0, 1.5, 2])", focal({ gamma: [0, 1.5, 2] })],
    ["focal(gamma=2, alpha=.25)", focal({ gamma: 2, alpha: 0.25 })],
    ["dice(squared=false, over=batch)", dice({ squared: false, over: "batch" })],
    ['dice(over="batch")', dice({ over: "batch" })],
    ["dice(over='batch')", dice({ over: "batch" })],
    ["dice(classes=present)", dice({ classes: "present" })],
    ["dice(classes=[1,2])", dice({ classes: [1, 2] })],
    ["dice(empty=-1.5)", dice({ empty: -1.5 })],
    ["dice + 0.5*focal(gamma=3)", sum(dice(), scale(0.5, focal({ gamma: 3 })))],
    ["dice - focal", sum(dice(), scale(-1, focal()))],
    ["-dice", scale(-1, dice())],
    ["-2*dice - 0.5*focal", sum(scale(-2, dice()), scale(-0.5, focal()))],
    ["1e-3*lovasz", scale(1e-3, lovasz())],
    ["lovasz()", lovasz()],
    ["lovasz(classes=all) + lovasz", sum(lovasz({ classes: "all" }), lovasz())],
    ["1 - sum(p*y)/sum(p)", loss("1 - sum(p*y)/sum(p)")],
    ["mean(p)", loss("mean(p)")],
    ["-mean(y*logp)", loss("-mean(y*logp)")],
    ["2*mean(p)", loss("2*mean(p)")],
    ["(sum(p))/(sum(y))", loss("(sum(p))/(sum(y))")],
    ["lovasz(abs(y - p))", loss("lovasz(abs(y - p))")],
    ["lovasz(relu(1 - z*(2*y - 1))) + mean(p)", loss("lovasz(relu(1 - z*(2*y - 1))) + mean(p)")],
    ["C*mean(p)", loss("C*mean(p)")],
    ["q where q2 = 1", loss("q where q2 = 1")],
    [
      "intersection/union where intersection = sum(p*y), union = sum(p) + sum(y) - intersection",
      loss("intersection/union where intersection = sum(p*y), union = sum(p) + sum(y) - intersection"),
    ],
    ["overlap where overlap = sum(p*y)", loss("overlap where overlap = sum(p*y)")],
    [
      "1 - overlap/both where overlap = sum(p*y), both = sum(p)",
      loss("1 - overlap/both where overlap = sum(p*y), both = sum(p)"),
    ],
    ['formula("mean(p)")', loss("mean(p)")],
    ['formula("mean(p)", over=batch) + dice', sum(loss("mean(p)", { over: "batch" }), dice())],
    ['formula("mean(k*p*c)", k=2, c=[1, 2])', loss("mean(k*p*c)", { parameters: { k: 2, c: [1, 2] } })],
    ['formula("mean(m*p)", maps=[m])', loss("mean(m*p)", { maps: ["m"] })],
    ['formula("mean(m*p)", maps=m)', loss("mean(m*p)", { maps: ["m"] })],
    [
      "distanceCrossEntropy(cells=instances, spacing=[1, 2])",
      distanceCrossEntropy({ cells: "instances", spacing: [1, 2] }),
    ],
    ["crossEntropy(classWeights=[1, 2])", crossEntropy({ classWeights: [1, 2] })],
  ])("%s", (text, expected) => expect(parseLoss(text)).toEqual(expected));

  it("is read back as it was printed, to the last digit", () => {
    fc.assert(
      fc.property(randomLoss, (given) => {
        expect(parseLoss(printLoss(given))).toEqual(given);
        expect(printLoss(parseLoss(printLoss(given)))).toBe(printLoss(given));
      }),
      RUNS,
    );
  });

  it("is read back with its region set from outside", () => {
    for (const over of ["image", "batch"] as const) {
      const given = overRegion(parseLoss('2*dice(smooth=1) + lovasz + formula("mean(k*p)", k=2)'), over);
      expect(parseLoss(printLoss(given))).toEqual(given);
    }
  });

  it("is short where it can be", () => {
    expect(printLoss(sum(dice(), scale(0.5, focal({ gamma: 3 })), scale(-1, lovasz())))).toBe(
      "dice + 0.5*focal(gamma=3) - lovasz",
    );
    expect(printLoss(scale(-1, dice({ over: "batch" })))).toBe('-dice(over="batch")');
    expect(printLoss(focal({ alpha: null as never }))).toBe("focal");
  });
});

describe("a loss as JSON", () => {
  it("comes back as it was", () => {
    fc.assert(
      fc.property(randomLoss, (given) => {
        expect(lossFromJson(lossToJson(given))).toEqual(given);
      }),
      RUNS,
    );
  });

  const changed = (change: (term: Record<string, unknown>) => void, given: Loss = dice()): string => {
    const data = JSON.parse(lossToJson(given));
    change(data.terms[0]);
    return JSON.stringify(data);
  };

  it.each<readonly [string, string, RegExp]>([
    ["no JSON", "{", /^This is no JSON: /],
    ["nothing", "", /^This is no JSON: /],
    ["null", "null", /^This JSON is no loss: expected an object with a list of terms/],
    ["a list", "[]", /^This JSON is no loss/],
    ["no terms", '{"terms": []}', /^This JSON is no loss/],
    ["a number as term", '{"terms": [3]}', /^Term 0 of the loss is no object/],
    ["an empty term", '{"terms": [{}]}', /^Term 0 of the loss: weight cannot be undefined/],
    [
      "a weight in words",
      changed((t) => Object.assign(t, { weight: "2" })),
      /^Term 0 of the loss: weight cannot be "2"/,
    ],
    ["no weight", changed((t) => Object.assign(t, { weight: null })), /weight cannot be null/],
    ["another region", changed((t) => Object.assign(t, { over: "pixel" })), /over cannot be "pixel"/],
    ["other classes", changed((t) => Object.assign(t, { classes: "some" })), /classes cannot be "some"/],
    [
      "class weights in words",
      changed((t) => Object.assign(t, { classWeights: ["1"] })),
      /classWeights cannot be \["1"\]/,
    ],
    [
      "half a formula",
      changed((t) => Object.assign(t, { formula: { sigmoid: "1" } })),
      /formula cannot be \{"sigmoid":"1"\}/,
    ],
    [
      "a broken formula",
      changed((t) => Object.assign(t, { formula: "1 +" })),
      /Expected a number, a name or "\(", found the end/,
    ],
    [
      "other cells",
      changed((t) => Object.assign(t, { fields: { cells: "foo" } })),
      /fields cannot be \{"cells":"foo"\}/,
    ],
    [
      "bad spacing",
      changed((t) => Object.assign(t, { fields: { cells: "classes", spacing: [0] } })),
      /fields cannot be/,
    ],
    [
      "a parameter in words",
      changed((t) => Object.assign(t, { parameters: { smooth: "1" } })),
      /parameters cannot be/,
    ],
    [
      "a map with a name of ours",
      changed((t) => Object.assign(t, { maps: ["w"] }), loss("mean(m*p)", { maps: ["m"] })),
      /The map "w" already has a meaning in formulas: choose another name/,
    ],
  ])("%s is refused", (_, text, message) => expect(() => lossFromJson(text)).toThrow(message));
});

describe("mistakes in the text of a loss", () => {
  it.each<readonly [string, RegExp, number | undefined]>([
    ["", /^The formula is empty/, 0],
    ["dic", /^Unknown loss "dic"\. Did you mean "dice"\?/, 0],
    ["dice + focl", /^Unknown loss "focl"\. Did you mean "focal"\?/, 7],
    ["dice + bce", /^Unknown loss "bce"\. Losses: crossEntropy, /, 7],
    ["gibberish", /^Unknown loss "gibberish"\. Losses: crossEntropy, .*formula\.$/m, 0],
    ["dice +", /^Expected a loss, such as "dice" or "focal\(gamma=2\)", found the end\./, 6],
    ["dice focal", /^Expected "\+" and another loss, or the end, found "focal"/, 5],
    ["dice * 2", /^Expected "\+" and another loss, or the end, found "\*"/, 5],
    ["2 dice", /^Expected "\*" between a factor and its loss, found "dice"/, 2],
    ["dice + 2", /^Expected "\*" between a factor and its loss, found the end/, 8],
    ["dice(", /^Expected an option as name=value, found the end/, 5],
    ["dice(squared)", /^Expected "=" after the option "squared", found "\)"/, 12],
    ["dice(squared=)", /^Expected a number, true, false, a word or a \[list\], found "\)"/, 13],
    ["dice(squared=true", /^Expected "\)" to close the options, found the end/, 17],
    ["dice(squared=true smooth=1)", /^Expected "\)" to close the options, found "smooth"/, 18],
    ["dice(smooth=1, smooth=2)", /^The option "smooth" is given twice/, 15],
    ["focal(gamma=[1, 2)", /^Expected "\]" to close the list, found "\)"/, 17],
    ["focal(gamma=[1, a])", /^A list holds numbers, or names/, undefined],
    ["formula", /^Expected "\(" after "formula", found the end/, 7],
    ["formula(mean(p))", /^Expected the formula in quotes, found "mean"/, 8],
    ['formula("mean(p)"', /^Expected "\)" after the formula, found the end/, 17],
    ['formula("mean(p")', /^Expected "\)" to close mean\(, found the end/, undefined],
    [
      'formula("1", k=oops)',
      /^The parameter "k" must be a finite number or a list of them, got oops/,
      undefined,
    ],
    [
      'formula("1", k=true)',
      /^The parameter "k" must be a finite number or a list of them, got true/,
      undefined,
    ],
    [
      'formula("mean(w*p)", maps=[w])',
      /^The map "w" already has a meaning in formulas: choose another name/,
      undefined,
    ],
  ])("%s", (text, message, at) => {
    expect(() => parseLoss(text)).toThrow(message);
    if (at === undefined) return;
    expect(() => parseLoss(text)).toThrow(`\n  ${text}\n  ${" ".repeat(at)}^`);
  });
});

it("every loss has a name of its own that text can hold", () => {
  const names = LOSSES.map((factory) => factory.definition.name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(parseLoss(name).terms[0].name).toBe(name);
});
