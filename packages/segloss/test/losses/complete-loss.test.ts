import { completeLoss, FORMULA_WORDS, LOSSES, parseLoss, tokenize } from "segloss";
import { describe, expect, it } from "vitest";
import { FORMULA_FUNCTIONS } from "../../src/formula/functions.ts";
import { FORMULA_SYMBOLS, REGION_FUNCTIONS } from "../../src/formula/names.ts";

/** Names that are offered where | stands. */
function offered(text: string): string[] {
  const at = text.indexOf("|");
  return completeLoss(text.replace("|", ""), at).list.map(({ name }) => name);
}

/** The text after the first of them is taken. */
function taken(text: string): string {
  const at = text.indexOf("|");
  const whole = text.replace("|", "");
  const { from, to, list } = completeLoss(whole, at);
  return whole.slice(0, from) + list[0].insert + whole.slice(to);
}

describe("what is offered", () => {
  it.each([
    ["|", "crossEntropy"],
    ["tver|", "tversky"],
    ["dice + foc|", "focal"],
    ["tversky(|", "alpha"],
    ["tversky(alpha=0.3, |", "beta"],
    ["dice(over=|", "image"],
    ["dice(squared=|", "true"],
    ["monai.Dice|", "DiceLoss"],
    ["monai.DiceLoss(sq|", "squared_pred"],
    ["mean(lo|", "logp"],
    ["1 - sum(p*y)/|", "p"],
    ["1 - a/b where a = sum(p*y), b = |", "a"],
    ['dice + formula("me|', "mean"],
  ])("%s: first or early comes %s", (text, name) => {
    expect(offered(text).slice(0, 2)).toContain(name);
  });

  it("no option twice, and none within a value", () => {
    expect(offered("tversky(alpha=0.3, |")).not.toContain("alpha");
    expect(offered("tversky(alpha=0.|")).toEqual([]);
    expect(offered("tversky(alpha=0.3)|")).toEqual([]);
    expect(offered("dice |")).toEqual([]);
  });
});

it.each([
  ["tver|", "tversky"],
  ["tversky(be|t=0.7)", "tversky(beta==0.7)"],
  ["mean(lo|)", "mean(logp)"],
  ["me|", "mean("],
  ["mon|", "monai."],
])("taking the first at %s gives %s", (text, expected) => {
  expect(taken(text)).toBe(expected);
});

it("every name of a loss completes to itself, which parses", () => {
  for (const { definition } of LOSSES) {
    const { list } = completeLoss(definition.name);
    expect(list.map(({ name }) => name)).toContain(definition.name);
    expect(parseLoss(definition.name).terms[0].name).toBe(definition.name);
  }
});

it("the words of formulas are those that the language knows, each said once", () => {
  const known = [...FORMULA_SYMBOLS, ...REGION_FUNCTIONS, ...Object.keys(FORMULA_FUNCTIONS)];
  expect(FORMULA_WORDS.map(({ name }) => name).sort()).toEqual([...known].sort());
  for (const { name, operands } of FORMULA_WORDS)
    if (Object.hasOwn(FORMULA_FUNCTIONS, name)) expect(operands).toHaveLength(FORMULA_FUNCTIONS[name].arity);
});

it("tokens have their places", () => {
  expect(tokenize("2*dice(smooth=1)").map(({ kind, text, at }) => [kind, text, at])).toEqual([
    ...[
      ["number", "2", 0],
      ["symbol", "*", 1],
      ["name", "dice", 2],
      ["symbol", "(", 6],
    ],
    ...[
      ["name", "smooth", 7],
      ["symbol", "=", 13],
      ["number", "1", 14],
      ["symbol", ")", 15],
    ],
    ["end", "the end", 16],
  ]);
});
