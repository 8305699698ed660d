import { crossEntropy, dice, distanceCrossEntropy, type Loss, loss } from "segloss";
import { describe, expect, it } from "vitest";
import { call, put } from "./small-call.ts";

describe("a formula that goes wrong on good data says so", () => {
  it.each([
    [
      "mean(log(y))",
      /^The value of the loss is -Infinity|^The value of the loss is NaN|^The value of the loss is Infinity/,
    ],
    ["mean(1/(p - p))", /^The value of the loss is Infinity/],
    // 0/0 between sums is an empty class; something over 0 is a mistake.
    ["1/sum(foreground*y)", /^The value of the loss is Infinity/],
    ["-sum(p)/total(sum(foreground*y))", /^The value of the loss is -Infinity/],
    ["mean(sqrt(-z - 1))", /^The value of the loss is NaN/],
    ["mean(sqrt(z))", /^The gradient is (NaN|Infinity) at index 0: the formula has no slope there/],
  ])("%s", (formula, message) => {
    expect(call({ loss: loss(formula), inputs: { gradient: new Float64Array(24) } })).toThrow(message);
  });

  it("cross entropy of a probability that is exactly 0 or 1 without a link", () => {
    const inputs = { logits: put(new Float32Array(24), 0, 1), gradient: new Float64Array(24) };
    expect(call({ loss: crossEntropy(), options: { link: "none" }, inputs })).toThrow(
      /^The value of the loss is /,
    );
  });
});

describe("what is left out may hold anything finite", () => {
  const targets = Uint8Array.of(0, 1, 2, 9, 1, 0, 9, 2);
  const run = (
    formula: string | Loss,
    junk: number,
    maps?: string[],
  ): { value: number; gradient: number[] } => {
    const given = typeof formula === "string" ? loss(formula, maps ? { maps } : {}) : formula;
    const hidden = (k: number): boolean => targets[k] === 9;
    const logits = Float64Array.from({ length: 24 }, (_, k) =>
      hidden(Math.floor(k / 3)) ? junk : Math.sin(k),
    );
    const m = Float64Array.from({ length: 8 }, (_, k) => (hidden(k) ? junk : 0.5));
    const gradient = new Float64Array(24);
    const value = call({
      loss: given,
      options: { ignore: 9 },
      inputs: { logits, targets, maps: { m }, gradient },
    })();
    return { value, gradient: [...gradient] };
  };

  it.each([
    ["mean(cosh(z))", undefined],
    ["mean(exp(z)/(1 + exp(z)))", undefined],
    ["mean((p - mean(z^3))^2)", undefined],
    ["mean(exp(m)*p)", ["m"]],
    ["lovasz(relu(1 - z*(2*y - 1)))", undefined],
  ])("%s", (formula, maps) => {
    for (const junk of [1000, -1e9, 3e38]) expect(run(formula, junk, maps)).toEqual(run(formula, 0, maps));
  });

  it("so may soft targets and labels that a mask hides", () => {
    const mask = Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 0);
    const at = (label: number): number =>
      call({
        loss: dice(),
        options: { mask: true },
        inputs: { mask, targets: put(new Int32Array(8), 7, label) },
      })();
    for (const label of [1, 255, -7]) expect(at(label)).toBe(at(0));
    const soft = (value: number): number =>
      call({
        ...{ loss: distanceCrossEntropy(), options: { mask: true, targets: "soft" } },
        inputs: {
          mask,
          targets: Float64Array.from({ length: 24 }, (_, k) => (k >= 21 ? value : k % 3 === 1 ? 1 : 0)),
        },
      })();
    for (const value of [1, 0.5]) expect(soft(value)).toBe(soft(0));
  });
});
