import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  applyNode,
  type Expression,
  number,
  PIXEL,
  symbol,
  unionAxes,
  vector,
} from "../../src/formula/expression.ts";
import { fingerprint } from "../../src/formula/fingerprint.ts";

const [p, y, z] = ["p", "y", "z"].map((name) => symbol(name, PIXEL));
const node = (op: Parameters<typeof applyNode>[0], ...args: Expression[]): Expression =>
  applyNode(op, args, unionAxes(args));

describe("the fingerprint of a text", () => {
  it("is short, and the same for the same text; a short text is its own", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(fingerprint(text)).toBe(fingerprint(text));
        expect(fingerprint(text).length).toBeLessThanOrEqual(24);
        if (text.length <= 24) expect(fingerprint(text)).toBe(text);
      }),
    );
  });

  it("differs among eighty thousand texts that differ little", () => {
    const seen = new Set<string>();
    for (let i = 0; i < 40_000; i++) {
      seen.add(fingerprint(`add(#${i},p:1,logp:3,mul(q:3,z:3))`));
      seen.add(fingerprint(`mul(p:1,exp(z:3),sum(y:1),#${i / 1000})`));
    }
    expect(seen.size).toBe(80_000);
  });

  it("differs in each half, so that both halves count", () => {
    const halves = [new Set<string>(), new Set<string>()];
    for (let i = 0; i < 20_000; i++) {
      const print = fingerprint(`pow(add(z:3,logp:3,log1mp:3),#${i})`);
      const parts = [print.slice(1, 5), print.slice(5)];
      for (const [k, half] of halves.entries()) half.add(parts[k]);
    }
    expect(halves.map((half) => half.size)).toEqual([20_000, 20_000]);
  });
});

describe("the key of an expression", () => {
  it.each(["add", "mul", "min", "max"] as const)("%s: the order of the operands does not enter", (op) => {
    expect(node(op, p, y, z).key).toBe(node(op, z, p, y).key);
  });

  it.each(["pow", "ratio", "lovaszWeights"] as const)("%s: the order of the operands enters", (op) => {
    expect(node(op, p, y, z).key).not.toBe(node(op, z, p, y).key);
  });

  it("tells operations, symbols, axes, numbers and lists apart", () => {
    const different = [
      ...[node("exp", p), node("log", p), node("exp", z), node("exp", symbol("p", 3))],
      ...[node("exp", number(2)), node("exp", number(2 + 1e-15)), node("exp", number(-2)), number(2)],
      ...[vector([1, 2]), vector([2, 1]), vector([1, 2, 2]), vector([12, 2]), vector([1, 22])],
      ...[node("add", p, y), node("mul", p, y), node("add", p, p), node("add", p, p, p)],
      ...[node("exp", node("log", p)), node("log", node("exp", p))],
    ];
    expect(new Set(different.map(({ key }) => key)).size).toBe(different.length);
  });

  it("a list of equal numbers is the number", () => expect(vector([3, 3, 3])).toEqual(number(3)));
});
