import fc from "fast-check";
import { crossEntropy, focal, type Loss, loss, makePlan, reference, type Setting } from "segloss";
import { describe, expect, it } from "vitest";
import { type Expression, mentions, PIXEL, topological, variesOver } from "../../src/formula/expression.ts";
import { parseFormula } from "../../src/formula/parse.ts";
import { printText } from "../../src/formula/print-text.ts";
import { gradientError } from "../losses/gradient-error.ts";
import { evaluateDirectly, type Table } from "./direct-evaluation.ts";
import { randomFormula } from "./random-formula.ts";

const setting = (channels: number): Setting => ({
  ...{ batch: 1, space: [6], channels, layout: "channels-last", targets: "indices" },
  link: channels === 1 ? "sigmoid" : "softmax",
  ...{ weighted: false, ignore: [], masked: false },
});

const compiled = (given: Loss, channels = 1): Expression =>
  makePlan(given, setting(channels)).scopes[0].value;
const slope = (given: Loss, channels = 1): Expression =>
  makePlan(given, setting(channels)).scopes[0].gradient;
const operations = (e: Expression): string[] =>
  topological([e]).flatMap((node) => (node.kind === "apply" ? [node.op] : []));
/** Exponents of what varies over pixels. */
const exponents = (e: Expression): (number | string)[] =>
  topological([e]).flatMap((node) => {
    if (node.kind !== "apply" || node.op !== "pow" || !variesOver(node, PIXEL)) return [];
    return [node.args[1].kind === "number" ? node.args[1].value : "varying"];
  });

describe("the normal form", () => {
  it("writes 1 - p as q and 1 - q as p", () => {
    expect(mentions(compiled(loss("mean(1 - p)")), ["p"])).toBe(false);
    expect(compiled(loss("mean(1 - p)")).key).toBe(compiled(loss("mean(q)")).key);
    expect(compiled(loss("mean(1 - (1 - p))")).key).toBe(compiled(loss("mean(p)")).key);
    expect(compiled(loss("mean(-p + 1)")).key).toBe(compiled(loss("mean(q)")).key);
  });

  it.each([
    ["mean(p*y)", "mean(y*p)"],
    ["mean(p + y + z)", "mean(z + p + y)"],
    ["mean(log(p))", "mean(logp)"],
    ["mean(log(1 - p))", "mean(log1mp)"],
    ["mean(log1p(-p))", "mean(log1mp)"],
    ["mean(exp(logp))", "mean(p)"],
    ["mean(exp(2*log1mp))", "mean((1 - p)^2)"],
    ["mean(p^2*p)", "mean(p^3)"],
    ["mean(p^2/p)", "mean(p)"],
    ["mean((p*y)^2)", "mean(p^2*y)"],
    ["mean(y^2)", "mean(y)"],
    ["mean(2*p - p)", "mean(p)"],
    ["mean(p*0 + y)", "mean(y)"],
    ["mean(p)*2", "2*mean(p)"],
    ["mean(2*p)", "2*mean(p)"],
    ["sum(3*p)/sum(1)", "3*mean(p)"],
    ["mean(exp(log(z^2)))", "mean(z^2)"],
    ["mean(stop(y))", "mean(y)"],
    ["mean((p^2)^3)", "mean(p^6)"],
    ["1 + 2*3 - 7 + mean(p)", "mean(p)"],
  ])("%s is %s", (a, b) => expect(compiled(loss(a)).key).toBe(compiled(loss(b)).key));

  it.each([
    ["mean(p^2)", "mean(p)"],
    ["mean(p - y)", "mean(y - p)"],
    ["mean(p/y)", "mean(y/p)"],
    ["mean(p)^2", "mean(p^2)"],
    ["mean((z^2)^0.5)", "mean(z)"],
    ["mean(min(p, y))", "mean(max(p, y))"],
    ["mean(1 - 2*p)", "mean(2*q)"],
    ["mean(2*p)", "mean(2.0000000001*p)"],
  ])("%s is not %s", (a, b) => expect(compiled(loss(a)).key).not.toBe(compiled(loss(b)).key));

  it("a class index is one of them: total(y) is 1, of soft targets it is not", () => {
    expect(compiled(loss("mean(total(y))"), 3).key).toBe(compiled(loss("mean(1)"), 3).key);
    const soft = makePlan(loss("mean(total(y))"), { ...setting(3), targets: "soft" }).scopes[0].value;
    expect(mentions(soft, ["ysoft"])).toBe(true);
    expect(soft.key).not.toBe(compiled(loss("mean(1)"), 3).key);
  });
});

describe.each([1, 3])("focal on %d channels", (channels) => {
  it("with gamma 0 is compiled to cross entropy itself: no power, no exponential", () => {
    for (const part of [compiled, slope]) {
      const zero = part(focal({ gamma: 0 }), channels);
      expect(zero.key).toBe(part(crossEntropy(), channels).key);
      expect(operations(zero)).not.toContain("exp");
      expect(exponents(zero)).toEqual([]);
    }
  });

  it.each([1, 2, 3])("with gamma %d takes whole powers alone", (gamma) => {
    for (const part of [compiled, slope]) {
      const whole = part(focal({ gamma }), channels);
      expect(operations(whole)).not.toContain("exp");
      expect(operations(whole)).not.toContain("log");
      expect(exponents(whole).every((k) => typeof k === "number" && Number.isInteger(k) && k > 0)).toBe(true);
    }
  });

  it("with gamma 1.5 takes powers in the log domain, so that they are stable", () => {
    const half = compiled(focal({ gamma: 1.5 }), channels);
    expect(operations(half)).toContain("exp");
    expect(exponents(half)).toEqual([]);
  });
});

const PIXELS = 5;

/** Symbols of random pixels under the link, in plain formulas. */
function tableOf(logits: readonly number[], labels: readonly number[], channels: number): Table {
  const z = labels.map((_, i) => logits.slice(i * channels, (i + 1) * channels));
  const p = z.map((row) => {
    if (channels === 1) return row.map((x) => 1 / (1 + Math.exp(-x)));
    const sum = row.reduce((s, x) => s + Math.exp(x), 0);
    return row.map((x) => Math.exp(x) / sum);
  });
  const map = (f: (x: number) => number) => p.map((row) => row.map(f));
  return {
    ...{ z, p, q: map((x) => 1 - x), logp: map(Math.log), log1mp: map((x) => Math.log(1 - x)) },
    y: z.map((row, i) => row.map((_, c) => (channels === 1 ? labels[i] : labels[i] === c ? 1 : 0))),
  };
}

const cases = fc.record({
  channels: fc.constantFrom(1, 3),
  logits: fc.array(
    fc.integer({ min: -160, max: 160 }).map((k) => k / 64),
    { minLength: 15, maxLength: 15 },
  ),
  picks: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: PIXELS, maxLength: PIXELS }),
});

/** Random formula texts with the pixels to try them on, whose value written out is finite and not huge. */
function checked(
  law: (
    text: string,
    given: { logits: Float64Array; targets: Uint8Array; channels: number },
    direct: { value: number; largest: number },
  ) => void,
  smooth: boolean,
): fc.IPropertyWithHooks<[unknown, { channels: number; logits: number[]; picks: number[] }]> {
  return fc.property(randomFormula({ smooth }), cases, (syntax, { channels, logits, picks }) => {
    const text = printText(syntax);
    const labels = picks.map((k) => k % Math.max(2, channels));
    const used = logits.slice(0, PIXELS * channels);
    const direct = evaluateDirectly(parseFormula(text), tableOf(used, labels, channels));
    fc.pre(direct.largest < 1e5);
    law(text, { logits: Float64Array.from(used), targets: Uint8Array.from(labels), channels }, direct);
  }) as never;
}

describe("a random formula", () => {
  it("has, compiled, the value that it has as it is written", () => {
    fc.assert(
      checked((text, { logits, targets, channels }, { value, largest }) => {
        const step = reference().compile(loss(text), { shape: [1, PIXELS, channels] });
        const found = step.run({ logits, targets });
        expect(Math.abs(found - value)).toBeLessThan(1e-11 * (1 + largest) ** 1.5);
      }, false),
      { numRuns: 250, seed: 7 },
    );
  });

  it("has, derived, the gradient that central differences find", () => {
    fc.assert(
      checked((text, { logits, targets, channels }, { largest }) => {
        fc.pre(largest < 100);
        const error = gradientError(loss(text), {
          name: text,
          channels,
          options: { shape: [1, PIXELS, channels] },
          inputs: { logits, targets },
        });
        expect(error).toBeLessThan(1e-6 * (1 + largest));
      }, true),
      { numRuns: 60, seed: 8 },
    );
  });
});
