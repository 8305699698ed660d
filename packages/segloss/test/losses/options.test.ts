import {
  allOptions,
  balancedCrossEntropy,
  crossEntropy,
  dice,
  distanceCrossEntropy,
  evaluate,
  focal,
  LOSSES,
  type Loss,
  loss,
  lovasz,
  reference,
  scale,
  sum,
  tversky,
} from "segloss";
import { describe, expect, it } from "vitest";

type Made = () => unknown;
const unchecked = (options: unknown): never => options as never;

describe("options that do not fit are refused with what was expected", () => {
  it.each<readonly [string, Made, RegExp]>([
    [
      "an unknown one",
      () => dice(unchecked({ smoth: 1 })),
      /^dice has no option "smoth"\. Did you mean "smooth"\?$/,
    ],
    [
      "nothing near",
      () => dice(unchecked({ gamma: 1 })),
      /^dice has no option "gamma"\. Options: squared, smooth, smoothDenominator, over, /,
    ],
    ["a name of all objects", () => dice(unchecked({ toString: 1 })), /^dice has no option "toString"/],
    ["another loss's", () => lovasz(unchecked({ smooth: 1 })), /^lovasz has no option "smooth"/],
    [
      "words for a number",
      () => dice({ smooth: unchecked("1") }),
      /^dice: smooth must be a number at least 0, got "1"/,
    ],
    ["below the least", () => dice({ smooth: -1 }), /^dice: smooth must be a number at least 0, got -1/],
    ["NaN", () => dice({ smooth: Number.NaN }), /^dice: smooth must be a number at least 0, got NaN/],
    ["infinite", () => dice({ smooth: Infinity }), /^dice: smooth must be a number at least 0, got Infinity/],
    [
      "a number for a boolean",
      () => dice({ squared: unchecked(1) }),
      /^dice: squared must be true or false, got 1/,
    ],
    [
      "another region",
      () => dice({ over: unchecked("pixel") }),
      /^dice: over must be "image" or "batch", got "pixel"/,
    ],
    [
      "other classes",
      () => dice({ classes: unchecked("some") }),
      /^dice: classes must be "all" or "present" or a number or a list of numbers, got "some"/,
    ],
    ["no class", () => dice({ classes: [] }), /^dice: classes must be .*, got \[\]/],
    [
      "one class weight",
      () => dice({ classWeights: unchecked(2) }),
      /^dice: classWeights must be a list of numbers at least 0, got 2/,
    ],
    [
      "a negative class weight",
      () => dice({ classWeights: [1, -1] }),
      /^dice: classWeights must be a list of numbers at least 0, got \[1,-1\]/,
    ],
    ["empty in words", () => dice({ empty: unchecked("one") }), /^dice: empty must be a number, got "one"/],
    [
      "beta above 1",
      () => balancedCrossEntropy({ beta: 1.5 }),
      /^balancedCrossEntropy: beta must be "auto" or a number from 0 to 1, got 1.5/,
    ],
    [
      "beta in other words",
      () => balancedCrossEntropy({ beta: unchecked("mean") }),
      /^balancedCrossEntropy: beta must be "auto" or a number/,
    ],
    [
      "clip above 1/2",
      () => balancedCrossEntropy({ clip: 0.6 }),
      /^balancedCrossEntropy: clip must be a number from 0 to 0.5, got 0.6/,
    ],
    [
      "smoothing above 1",
      () => crossEntropy({ labelSmoothing: 1.1 }),
      /^crossEntropy: labelSmoothing must be a number/,
    ],
    [
      "a negative gamma",
      () => focal({ gamma: [2, -1] }),
      /^focal: gamma must be a number or a list of numbers at least 0, got \[2,-1\]/,
    ],
    [
      "a single alpha above 1",
      () => focal({ alpha: 5 }),
      /^focal: alpha must be in \[0, 1\], since negatives weigh 1 - alpha; got 5/,
    ],
    [
      "a negative alpha",
      () => tversky({ alpha: -0.1 }),
      /^tversky: alpha must be a number at least 0, got -0.1/,
    ],
    [
      "sigma 0",
      () => distanceCrossEntropy({ sigma: 0 }),
      /^distanceCrossEntropy: sigma must be a number at least/,
    ],
    [
      "other cells",
      () => distanceCrossEntropy({ cells: unchecked("nuclei") }),
      /^distanceCrossEntropy: cells must be "components" or "instances" or "classes", got "nuclei"/,
    ],
    [
      "spacing 0",
      () => distanceCrossEntropy({ spacing: [1, 0] }),
      /^distanceCrossEntropy: spacing must be .*, got \[1,0\]/,
    ],
    ["an infinite factor", () => scale(Infinity, dice()), /^scale\(\) needs a finite factor, got Infinity/],
    ["a sum of nothing", () => sum(), /^sum\(\) needs at least one loss/],
    ["a formula's option", () => loss("1", unchecked({ smooth: 1 })), /^formula has no option "smooth"/],
    [
      "a formula's region",
      () => loss("1", { over: unchecked("all") }),
      /^formula: over must be "image" or "batch", got "all"/,
    ],
  ])("%s", (_, make, message) => expect(make).toThrow(message));
});

describe("names and parameters of a formula", () => {
  it.each([
    "p",
    "y",
    "z",
    "q",
    "logp",
    "C",
    "foreground",
    "classWeights",
    "d1",
    "w",
    "v",
    "regionShare",
    "sum",
    "exp",
    "where",
  ])("%s already has a meaning, as a map and as a parameter", (name) => {
    expect(() => loss("1", { maps: [name] })).toThrow(`The map "${name}" already has a meaning in formulas`);
    expect(() => loss("1", { parameters: { [name]: 1 } })).toThrow(
      `The parameter "${name}" already has a meaning`,
    );
  });

  it.each(["", "1a", "a b", "a-b", "é", "a*p"])("%j is no name", (name) => {
    expect(() => loss("1", { maps: [name] })).toThrow(/needs a name of letters, digits and _/);
    expect(() => loss("1", { parameters: { [name]: 1 } })).toThrow(/needs a name of letters, digits and _/);
  });

  it("a map and a parameter of one name is refused", () => {
    expect(() => loss("mean(a*p)", { maps: ["a"], parameters: { a: 2 } })).toThrow(
      /^"a" is a parameter and a map: give one of them another name/,
    );
  });

  it.each<readonly [string, unknown]>([
    ["NaN", Number.NaN],
    ["an infinite number", Infinity],
    ["a word", "2"],
    ["true", true],
    ["null", null],
    ["an empty list", []],
    ["a list with NaN", [1, Number.NaN]],
    ["a list of words", ["a"]],
  ])("%s is no parameter", (_, value) => {
    expect(() => loss("mean(k*p)", { parameters: { k: unchecked(value) } })).toThrow(
      /^The parameter "k" must be a finite number or a list of them, got/,
    );
  });

  it("names of every object are ordinary names", () => {
    const inputs = { shape: [1, 2, 1], logits: Float64Array.of(0, 1), targets: Uint8Array.of(0, 1) };
    const value = (given: Loss, maps = {}): number =>
      evaluate(given, { engine: reference(), ...inputs, maps }).value;
    const zeros = new Float64Array(2);
    expect(value(loss("mean(exp(toString*p))", { maps: ["toString"] }), { toString: zeros })).toBe(1);
    expect(
      value(loss("mean(constructor*p^0 + valueOf)", { parameters: { constructor: 2, valueOf: 1 } as never })),
    ).toBe(3);
    expect(value(loss("hasOwnProperty + 1 where hasOwnProperty = mean(p^0)"))).toBe(2);
  });
});

describe("definitions", () => {
  it.each(LOSSES.map((factory) => [factory.definition.name, factory.definition] as const))(
    "%s: defaults fit, every option is documented, the example is right",
    (_, definition) => {
      const make = LOSSES.find((factory) => factory.definition === definition) as unknown as (
        o?: object,
      ) => Loss;
      const defaults = Object.entries(allOptions(definition)).map(([name, spec]) => [name, spec.default]);
      const explicit = make(Object.fromEntries(defaults));
      const [given, plain] = [explicit, make()].map(({ terms }) =>
        terms.map((term) => ({ ...term, options: {} })),
      );
      expect(given).toEqual(plain);
      for (const spec of Object.values(allOptions(definition))) expect(spec.doc).not.toBe("");
      const { shape, logits, targets, value, options } = definition.example;
      const inputs = { shape, logits: Float64Array.from(logits), targets: Uint8Array.from(targets) };
      expect(
        Math.abs(evaluate(make(options), { engine: reference(), ...inputs }).value - value),
      ).toBeLessThanOrEqual(1e-12 * Math.abs(value));
    },
  );

  it("an option given as null or undefined is its default", () => {
    expect(focal({ alpha: null as never })).toEqual(focal());
    expect(dice({ smooth: undefined as never })).toEqual(dice());
  });

  it("does not keep the caller's object", () => {
    const classes = [1];
    const made = dice({ classes });
    classes.push(2);
    expect(made.terms[0].classes).toEqual([1]);
  });
});
