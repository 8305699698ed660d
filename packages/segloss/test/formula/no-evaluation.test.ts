import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loss, parseLoss } from "segloss";
import { expect, it } from "vitest";

const SOURCES = fileURLToPath(new URL("../../src", import.meta.url));

/** Ways to run text as code. A word in a comment or a longer name is none. */
const RUNS_TEXT =
  /\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(|\bset(?:Timeout|Interval)\s*\(\s*["'`]|\bimport\s*\((?!["'])/;

it("no source file runs text as code", () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  expect(files.length).toBeGreaterThan(50);
  const found = files.filter((file) =>
    RUNS_TEXT.test(withoutComments(readFileSync(join(SOURCES, file), "utf8"))),
  );
  expect(found).toEqual([]);
});

it("the pattern finds what it is for", () => {
  for (const code of [
    "eval(text)",
    "new Function('x', body)",
    "Function(body)()",
    "setTimeout('x()', 1)",
    "import(name)",
  ])
    expect(RUNS_TEXT.test(code)).toBe(true);
  for (const code of ["evaluate(text)", "newFunction()", "import('node:fs')", "setTimeout(() => {}, 1)"])
    expect(RUNS_TEXT.test(code)).toBe(false);
});

it("code in a formula is a mistake in a formula", () => {
  const globals = globalThis as { ran?: boolean };
  for (const text of [
    "(() => { globalThis.ran = true })()",
    "globalThis.ran = true",
    "mean(p); globalThis.ran = 1",
    "`1`",
  ]) {
    expect(() => loss(text)).toThrow(/Expected|not part of the formula language/);
    expect(() => parseLoss(text)).toThrow(/Expected|not part of the formula language|Unknown loss/);
  }
  expect(globals.ran).toBeUndefined();
});

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}
