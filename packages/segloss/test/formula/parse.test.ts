import { FormulaError, parseFormula } from "segloss";
import { describe, expect, it } from "vitest";
import type { Syntax } from "../../src/formula/syntax.ts";

/** The tree with every operation in parentheses. */
function grouped(node: Syntax): string {
  switch (node.kind) {
    case "number":
      return String(node.value);
    case "name":
      return node.name;
    case "negate":
      return `(-${grouped(node.operand)})`;
    case "binary":
      return `(${grouped(node.left)} ${node.operator} ${grouped(node.right)})`;
    case "call":
      return `${node.name}[${node.args.map(grouped).join("; ")}]`;
  }
}

const parsed = (text: string): string => grouped(parseFormula(text).body);

describe("precedence", () => {
  it.each([
    ["a + b*c", "(a + (b * c))"],
    ["a*b + c", "((a * b) + c)"],
    ["a - b - c", "((a - b) - c)"],
    ["a - b + c", "((a - b) + c)"],
    ["a/b/c", "((a / b) / c)"],
    ["a/b*c", "((a / b) * c)"],
    ["a*b/c", "((a * b) / c)"],
    ["a^b^c", "(a ^ (b ^ c))"],
    ["a*b^c", "(a * (b ^ c))"],
    ["-a^2", "(-(a ^ 2))"],
    ["(-a)^2", "((-a) ^ 2)"],
    ["a^-b", "(a ^ (-b))"],
    ["a^-b^c", "(a ^ (-(b ^ c)))"],
    ["2^-1*a", "((2 ^ (-1)) * a)"],
    ["-a*b", "((-a) * b)"],
    ["a*-b", "(a * (-b))"],
    ["a - -b", "(a - (-b))"],
    ["--a", "(-(-a))"],
    ["-(a + b)", "(-(a + b))"],
    ["((a))", "a"],
    ["a*(b + c)", "(a * (b + c))"],
    ["max(a, b*c)^2", "(max[a; (b * c)] ^ 2)"],
    ["f()", "f[]"],
    ["f(g(a))", "f[g[a]]"],
  ])("%s", (text, expected) => expect(parsed(text)).toBe(expected));
});

describe("tokens", () => {
  it.each([
    ["1", 1],
    ["1.5", 1.5],
    [".5", 0.5],
    ["2.", 2],
    ["1e3", 1000],
    ["1.5E-3", 0.0015],
    ["2e+1", 20],
  ])("the number %s", (text, value) =>
    expect(parseFormula(text).body).toEqual({ kind: "number", value, at: 0 }),
  );

  it("names hold letters, digits and underscores", () => expect(parsed("_a1*B_2")).toBe("(_a1 * B_2)"));

  it("spaces and line breaks mean nothing", () =>
    expect(parsed(" a\n +\t b *\r\n c ")).toBe("(a + (b * c))"));

  it("says where each part stands", () => {
    const { body } = parseFormula("a + max(b, 2)");
    expect(body).toMatchObject({ at: 2, left: { at: 0 }, right: { at: 4, args: [{ at: 8 }, { at: 11 }] } });
  });
});

describe("where", () => {
  it("defines names, in any order", () => {
    const { body, definitions } = parseFormula("a/b where a = c*2, b = a + 1, c = 3");
    expect(grouped(body)).toBe("(a / b)");
    expect([...definitions].map(([name, { value, at }]) => [name, grouped(value), at])).toEqual([
      ["a", "(c * 2)", 10],
      ["b", "(a + 1)", 19],
      ["c", "3", 30],
    ]);
  });

  it("is not part of a name", () => expect(parsed("wherever + a")).toBe("(wherever + a)"));
});

/** The problem and where it is, as the caret shows it. */
function mistake(text: string): { problem: string; at: number; message: string } {
  try {
    parseFormula(text);
  } catch (error) {
    const { problem, position, message } = error as FormulaError;
    expect(error).toBeInstanceOf(FormulaError);
    return { problem, at: position, message };
  }
  throw new Error(`"${text}" was parsed`);
}

describe("mistakes", () => {
  it.each([
    ["", 0, /^The formula is empty: write one such as /],
    ["   ", 3, /^The formula is empty/],
    ["1 +", 3, /^Expected a number, a name or "\(", found the end/],
    ["1 + * 2", 4, /^Expected a number, a name or "\(", found "\*"/],
    ["+1", 0, /^Expected a number, a name or "\(", found "\+"/],
    ["(1 + 2", 6, /^Expected "\)" to close the parenthesis, found the end/],
    ["1 + 2)", 5, /^Expected an operator or the end, found "\)"/],
    ["2p", 1, /^Expected an operator or the end, found "p"/],
    ["p y", 2, /^Expected an operator or the end, found "y"/],
    ["sum(p", 5, /^Expected "\)" to close sum\(, found the end/],
    ["sum(p,)", 6, /^Expected a number, a name or "\(", found "\)"/],
    ["max(p y)", 6, /^Expected "\)" to close max\(, found "y"/],
    ["mean(p) & y", 8, /^"&" is not part of the formula language/],
    ["p² + 1", 1, /^"²" is not part of the formula language/],
    ["1..2", 2, /^Expected an operator or the end, found ".2"/],
    ["a[1]", 1, /^Expected an operator or the end, found "\["/],
    ['sum("p")', 4, /^Expected a number, a name or "\(", found ""p""/],
    ["a where", 7, /^Expected a name to define, found the end/],
    ["a where 1 = 2", 8, /^Expected a name to define, found "1"/],
    ["a where a 2", 10, /^Expected "=" after "a", found "2"/],
    ["a where a = 1, a = 2", 15, /^"a" is defined twice/],
    ["a where a = 1 b = 2", 14, /^Expected an operator or the end, found "b"/],
    ["a where a = 1,", 14, /^Expected a name to define, found the end/],
    ["where a = 1", 0, /^Expected a number, a name or "\(", found "where"/],
    ["a + b == c", 6, /^Expected an operator or the end, found "="/],
  ])("%j", (text, at, problem) => {
    const found = mistake(text);
    expect(found.problem).toMatch(problem);
    expect(found.at).toBe(at);
    expect(found.message).toBe(`${found.problem}\n  ${text}\n  ${" ".repeat(at)}^`);
  });

  it("in a text of several lines the caret stands under the line of the mistake", () => {
    expect(mistake("1 -\n  mean(p))\n + 2").message).toBe(
      'Expected an operator or the end, found ")".\n    mean(p))\n           ^',
    );
  });

  it("a text that no hand wrote ends in a message, not in a full stack", () => {
    expect(mistake(`${"(".repeat(20_000)}1${")".repeat(20_000)}`).problem).toMatch(
      /parts|parentheses are open/,
    );
    expect(mistake("-".repeat(100_000)).problem).toMatch(/more than 2000 parts/);
    expect(mistake(`${"(".repeat(101)}1${")".repeat(101)}`).problem).toMatch(/^More than 100 parentheses/);
    expect(parsed(`${"(".repeat(100)}a${")".repeat(100)}`)).toBe("a");
    expect(parsed("-".repeat(1900).concat("1"))).toContain("1");
    expect(parsed(Array.from({ length: 900 }, () => "a").join("^"))).toContain("a");
  });
});
