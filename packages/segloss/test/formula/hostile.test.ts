import fc from "fast-check";
import { explain, FormulaError, LOSSES, parseLoss, printLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { NESTED } from "./nested-formulas.ts";

const LONGEST_MESSAGE = 2000;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** Reads and explains a text; what does not work is an error of ours that is short and plain. */
function tryToExplain(text: string): void {
  try {
    const { gradient, value } = explain(parseLoss(text));
    expect(gradient.text.length + value.text.length).toBeLessThan(400_000);
  } catch (error) {
    const { message, name } = error as Error;
    expect(["FormulaError", "Error", "RangeError"]).toContain(name);
    expect(message).not.toMatch(/call stack|undefined|\[object|is not a function$|not iterable/);
    expect(message.length).toBeLessThan(LONGEST_MESSAGE);
    expect(message.replaceAll("\n", "")).not.toMatch(CONTROL);
  }
}

const FORMULAS: readonly string[] = [
  ...LOSSES.flatMap((factory) => factory().terms.flatMap(({ formula }) => Object.values({ formula }).flat())),
  ...LOSSES.map((factory) => printLoss(factory())),
  ...Object.values(NESTED).map((formula) => formula(9)),
].filter((text) => typeof text === "string");

const PIECES = [
  ..."pqyz()+-*/^,=.[] \n\t\"'\u0000\u001b\u202e\ud83d",
  "where",
  "sum(",
  "mean(",
  "1e999",
  "a",
  "lovasz(",
];
const piece = fc.constantFrom(...PIECES);

const mutated = fc
  .tuple(
    fc.constantFrom(...FORMULAS),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(4), piece), { maxLength: 6 }),
  )
  .map(([text, edits]) =>
    edits.reduce((now, [at, removed, added]) => {
      const i = Math.floor(at * now.length);
      return now.slice(0, i) + added + now.slice(i + removed);
    }, text),
  );

describe("any text is a loss or a plain mistake", () => {
  it("garbage", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), tryToExplain), { numRuns: 60 });
  });
  it("pieces of the language", () => {
    const text = fc.array(piece, { maxLength: 60 }).map((list) => list.join(""));
    fc.assert(fc.property(text, tryToExplain), { numRuns: 100 });
  });
  it("formulas with a few characters changed", () => {
    fc.assert(fc.property(mutated, tryToExplain), { numRuns: 100 });
  });
  it("a hundred thousand characters of them", () => {
    const long = fc
      .tuple(fc.oneof(mutated, piece), fc.constantFrom("", " + ", "^", "(", "*"))
      .map(([text, join]) => `${text}${join}`.repeat(Math.ceil(100_000 / (text.length + join.length))));
    fc.assert(fc.property(long, tryToExplain), { numRuns: 8 });
  });
});

describe("a long word", () => {
  const word = "ab".repeat(20_000);
  it.each([
    [`${word}(p)`, /^Unknown loss "(ab){30}\.\.\."\. Losses: /],
    [`mean(${word}(p))`, /^Unknown function "(ab){30}\.\.\."\. Known functions: /],
    [`mean(${word})`, /^Unknown name "(ab){30}\.\.\."\. Known names: /],
    [`dice(${word}=1)`, /^dice has no option "(ab){20}\.\.\."\. Options: /],
    [`sum(p) + "${word}`, /is not part of the formula language/],
  ])("is cut in the message: %.20s", (text, message) => {
    expect(() => explain(parseLoss(text))).toThrow(message);
    tryToExplain(text);
  });
});

describe("the place of a mistake", () => {
  const before = "sum(p) + ".repeat(40);
  it("in a long text has the text around it", () => {
    const text = `${before}nosuch*p + ${before}1`;
    const error = mistakeOf(() => explain(parseLoss(text)));
    const [, excerpt, caret] = error.message.split("\n");
    expect(excerpt.trim()).toMatch(/^\.\.\.\S.{90,100}\.\.\.$/);
    expect(excerpt.slice(caret.indexOf("^"))).toMatch(/^nosuch\*p \+ sum/);
  });
  it("in a line of several is on that line", () => {
    const error = mistakeOf(() => explain(parseLoss("mean(\n  p*nosuch\n)")));
    expect(error.message.split("\n").slice(1)).toEqual(["    p*nosuch", "      ^"]);
  });
  it("does not obey what it shows", () => {
    const error = mistakeOf(() => parseLoss("mean(p) \u001b[31m + \u202ep"));
    expect(error.message.replaceAll("\n", "")).not.toMatch(CONTROL);
    expect(error.problem).toBe('"\\x1b" is not part of the formula language.');
  });
});

it.each(["9".repeat(1000), "1e999"])("a number beyond float64 is a mistake: %.10s", (number) => {
  for (const text of [
    `mean(p*${number})`,
    `dice(smooth=${number})`,
    `${number}*dice`,
    `ramp(0, ${number})*dice`,
  ])
    expect(mistakeOf(() => parseLoss(text)).problem).toBe(
      "This number is too large: the largest is 1.8e308.",
    );
});

it.each(["constructor", "toString", "hasOwnProperty", "valueOf"])("a map may be called %s", (name) => {
  const loss = parseLoss(`formula("mean(${name}*(y - p)^2)", maps=[${name}])`);
  expect(explain(loss).latex).toContain(name);
});

function mistakeOf(run: () => unknown): FormulaError {
  try {
    run();
  } catch (error) {
    if (error instanceof FormulaError) return error;
    throw error;
  }
  throw new Error("expected a FormulaError");
}
