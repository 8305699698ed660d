import { describe, expect, it } from "vitest";
import { apply, mul, pow } from "../../src/formula/algebra.ts";
import { CLASS, type Expression, number, PIXEL, symbol, unionAxes } from "../../src/formula/expression.ts";
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

  it("the logarithm of p at the true class is that of p, where classes exclude each other", () => {
    const [ps, ys] = ["p", "y"].map((name) =>
      symbol(name, unionAxes([symbol("", PIXEL), symbol("", CLASS)])),
    );
    expect(printed(apply("log", apply("total", mul(ps, ys))))).toBe("total(y*logp)");
    const soft = symbol("ysoft", ps.axes);
    expect(apply("log", apply("total", mul(ps, soft)))).toMatchObject({ op: "log" });
    expect(apply("log", apply("total", mul(number(-1), ps, ys)))).toMatchObject({ op: "log" });
  });

  it("what may be negative or is no probability stays", () => {
    for (const x of [mul(p, y), mul(number(-1), p), power(y, 2)]) {
      expect(apply("log", x)).toMatchObject({ op: "log" });
      expect(apply("sqrt", x)).toMatchObject({ op: "sqrt" });
    }
  });
});
