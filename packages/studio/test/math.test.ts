import { explain, LOSSES } from "segloss";
import { expect, test } from "vitest";
import { makeMath } from "../src/site/math.ts";

const math = makeMath();

test("a formula is MathML without a style attribute, in a box that scrolls", () => {
  const html = math("\\frac{a}{b}", true);
  expect(html).toMatch(/^<div class="tex" tabindex="0" role="group" v-pre><math/);
  expect(html).not.toMatch(/ style=/);
  expect(math("a", false)).toMatch(/^<span v-pre><math/);
});

test("what letters stand for has a line each", () => {
  const html = math("\\frac{a}{b} \\quad \\text{where } a = 1,\\; b = \\max\\left(2,\\, 3\\right)", true);
  expect(html.match(/<math/g)).toHaveLength(3);
  expect(html.match(/class="where"/g)).toHaveLength(2);
});

test("the formulas of all losses are drawn", () => {
  for (const factory of LOSSES)
    for (const channels of [1, 3])
      expect(math(explain(factory(), { channels }).latex, true)).toContain("</math>");
});
