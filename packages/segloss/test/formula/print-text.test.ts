import fc from "fast-check";
import { parseFormula } from "segloss";
import { describe, expect, it } from "vitest";
import { printFormula, printText } from "../../src/formula/print-text.ts";
import type { Syntax } from "../../src/formula/syntax.ts";
import { evaluateDirectly } from "./direct-evaluation.ts";
import { randomFormula } from "./random-formula.ts";

const reprinted = (text: string): string => printText(parseFormula(text).body);

const table = Object.fromEntries(
  ["a", "b", "c", "z", "p", "q", "y", "logp", "log1mp"].map((name, k) => [
    name,
    [[1.25 + 0.5 * k], [0.375 * k - 1.3]],
  ]),
);

function worth(text: string): number {
  return evaluateDirectly(parseFormula(text), table).value;
}

describe("a printed formula", () => {
  it.each([
    "a + b*c",
    "(a + b)*c",
    "a - (b - c)",
    "a - b - c",
    "a/(b*c)",
    "a/b/c",
    "(a^b)^c",
    "a^b^c",
    "(-a)^2",
    "-a^2",
    "2^-a",
    "max(a, b)^2",
    "a*-b",
  ])("%s is printed as it was written", (text) => expect(reprinted(text)).toBe(text));

  it.each([
    "2^(-(a*b))",
    "a/(-(b*c))",
    "a/(-(b/c))",
    "-(a*b)",
    "-(a/b)*c",
    "a - (-(b*c))",
    "-(-a)",
    "(-(a*b))^2",
    "-(a + b)*c",
    "a*(b/c)",
    "a + (b - c)",
    "(a/b)^-(c/a)",
  ])("%s keeps its value", (text) => expect(worth(reprinted(text))).toBeCloseTo(worth(text), 12));

  it("keeps its definitions", () => {
    const text = "a/b where a = sum(p), b = a + 1";
    expect(printFormula(parseFormula(text))).toBe(text);
  });

  it("is read back with the value that it had", () => {
    fc.assert(
      fc.property(randomFormula({ smooth: false }), (body: Syntax) => {
        const direct = evaluateDirectly({ text: "", body, definitions: new Map() }, table);
        fc.pre(direct.largest < 1e5);
        const again = evaluateDirectly(parseFormula(printText(body)), table).value;
        expect(Math.abs(again - direct.value)).toBeLessThanOrEqual(1e-9 * (1 + direct.largest));
      }),
      { numRuns: 300, seed: 9 },
    );
  });
});
