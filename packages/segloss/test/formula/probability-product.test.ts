import { describe, expect, it } from "vitest";
import { apply, mul, pow } from "../../src/formula/algebra.ts";
import { type Expression, number, PIXEL, symbol } from "../../src/formula/expression.ts";
import { printText } from "../../src/formula/print-text.ts";
import { readBack } from "../../src/formula/read-back.ts";

const [p, q, y] = ["p", "q", "y"].map((name) => symbol(name, PIXEL));
const power = (x: Expression, k: number): Expression => pow(x, number(k));
const printed = (e: Expression): string => printText(readBack(e));

describe("products of probabilities", () => {
  it.each([
    ["log(p/q)", apply("log", mul(p, power(q, -1))), "logp - log1mp"],
    ["log(p^2)", apply("log", power(p, 2)), "2*logp"],
    ["log(p^0.5 q)", apply("log", mul(power(p, 0.5), q)), "0.5*logp + log1mp"],
    ["sqrt(p)", apply("sqrt", p), printed(power(p, 0.5))],
    ["(p^2 q)^0.5", power(mul(power(p, 2), q), 0.5), printed(mul(p, power(q, 0.5)))],
  ])("%s is a sum of logarithms, or a power of each", (_, e, text) => {
    expect(printed(e)).toBe(text);
  });

  it("what may be negative or is no probability stays", () => {
    for (const x of [mul(p, y), mul(number(-1), p), power(y, 2)]) {
      expect(apply("log", x)).toMatchObject({ op: "log" });
      expect(apply("sqrt", x)).toMatchObject({ op: "sqrt" });
    }
  });
});
