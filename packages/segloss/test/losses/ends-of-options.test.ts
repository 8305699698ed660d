import { evaluate, jdt, logDice, odyssey, parseLoss, reference, smp } from "segloss";
import { describe, expect, it } from "vitest";
import { wasmSync } from "../../src/engines/wasm/wasm.ts";

const engines = [reference(), wasmSync()];

/** Value and gradient of a binary loss on each engine. */
function both(text: string, size: number, labels = [1, 0, 1, 0]) {
  const logits = Float32Array.of(size, -size, -size, size);
  return engines.map((engine) => {
    const { value, gradient } = evaluate(text, {
      ...{ engine, logits, targets: Uint8Array.from(labels), shape: [1, 4, 1] },
    });
    return { value, gradient: [...(gradient as Float32Array)] };
  });
}

describe("options at their ends", () => {
  it("generalizedCrossEntropy at its smallest q is cross entropy to the digits of single precision", () => {
    // (1 - p^q)/q = -log p - q (log p)^2/2 + ..., here with p = 1/(1 + e^-1.5) and 1 - p.
    const [l, m] = [Math.log1p(Math.exp(-1.5)), 1.5 + Math.log1p(Math.exp(-1.5))];
    const expected = [l, m].reduce((sum, x) => sum - Math.expm1(-1e-3 * x) / 1e-3 / 2, 0);
    for (const { value } of both("generalizedCrossEntropy(q=0.001)", 1.5))
      expect(Math.abs(value / expected - 1)).toBeLessThan(1e-7);
  });

  it.each([100, 700, 800, 1e4])("reducedFocal with gamma 1/2 has a value and a slope at |z| = %d", (size) => {
    for (const { value, gradient } of both("reducedFocal(gamma=0.5)", size)) {
      expect(value).toBeCloseTo(size / 2, 3);
      expect(gradient.map((g) => Number(g.toFixed(6)))).toEqual([0, 0, -0.25, 0.25].map((g) => g || 0));
    }
  });

  it.each([1, 100, 800])("ohemCrossEntropy with threshold 1 is cross entropy at |z| = %d", (size) => {
    const [exact] = both("crossEntropy", size);
    for (const { value } of both("ohemCrossEntropy(threshold=1)", size))
      expect(Math.abs(value / exact.value - 1)).toBeLessThan(1e-7);
  });

  it.each([
    [() => logDice({ floor: 2 }), /^logDice: floor must be a number from 1e-30 to 1, got 2/],
    [
      () => smp.FocalLoss({ mode: "binary", reduced_threshold: 0 }),
      /reduced_threshold must be a number at least 0.000001, got 0/,
    ],
    [() => odyssey.GDiceLossV2({ smooth: 0 }), /smooth must be a number at least 1e-12, got 0/],
    [() => odyssey.FocalLoss({ smooth: 2.48 }), /smooth must be a number from 0 to 1, got 2.48/],
    [
      () => jdt.JDTLoss({ smooth: 0, log_loss: true }),
      /^jdt.JDTLoss: log_loss needs a smooth above 0: a score of 0 has no logarithm/,
    ],
  ])("what would be infinite or below 0 is refused (%#)", (make, message) => {
    expect(make as () => unknown).toThrow(message);
  });
});

describe("what counts as 0 in a quotient of sums", () => {
  const value = (formula: string, size: number) =>
    engines.map(
      (engine) =>
        evaluate(parseLoss(formula), {
          ...{
            engine,
            logits: new Float32Array(4).fill(-size),
            targets: new Uint8Array(4),
            shape: [1, 4, 1],
          },
          gradient: false,
        }).value,
    );

  it("nothing predicted and nothing true is a perfect score, from sums of 1e-30 down, in every engine", () => {
    // The sum of p^2 is 4 e^(-2 |z|): 1e-30 at |z| = 35.2. The sum of p is 4 e^-|z|, 1e-30 at 70.5.
    expect([35, 36, 52, 370, 1e10].map((size) => value("dice", size))).toEqual(
      [1, 0, 0, 0, 0].map((v) => [v, v]),
    );
    expect([70, 71, 104, 750, 1e10].map((size) => value("dice(squared=false)", size))).toEqual(
      [1, 0, 0, 0, 0].map((v) => [v, v]),
    );
  });

  it("a sum that is not so small divided by one that is is an error", () => {
    for (const engine of engines)
      expect(() =>
        evaluate('formula("sum(q)/sum(p)")', {
          ...{ engine, logits: new Float32Array(4).fill(-100), targets: new Uint8Array(4), shape: [1, 4, 1] },
        }),
      ).toThrow(/^The value of the loss is Infinity: its formula divides by 0/);
  });
});
