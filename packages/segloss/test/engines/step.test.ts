import { dice, evaluate, focal, parseLoss, reference, sum } from "segloss";
import { describe, expect, it } from "vitest";

const logits = Float32Array.from({ length: 18 }, (_, k) => 3 * Math.sin(k));
const targets = Uint8Array.of(0, 1, 2, 2, 1, 0);
const options = { shape: [2, 3, 3] };
const compile = () => reference().compile(sum(dice(), focal()), options);

describe("a step", () => {
  it("gives the same every time, with and without a gradient", () => {
    const step = compile();
    const value = step.run({ logits, targets });
    const gradient = new Float64Array(18);
    expect(step.run({ logits, targets, gradient })).toBe(value);
    const again = new Float64Array(18).fill(Number.NaN);
    expect(step.run({ logits, targets, gradient: again })).toBe(value);
    expect(again).toEqual(gradient);
    step.run({ logits: logits.map((z) => -z), targets });
    expect(step.run({ logits, targets })).toBe(value);
    step.dispose();
  });

  it("leaves its inputs as they are", () => {
    const before = [...logits];
    compile().run({ logits, targets, gradient: new Float32Array(18) });
    expect([...logits]).toEqual(before);
    expect([...targets]).toEqual([0, 1, 2, 2, 1, 0]);
  });

  it("writes a float32 gradient as the float64 one, rounded", () => {
    const [single, double] = [new Float32Array(18), new Float64Array(18)];
    compile().run({ logits, targets, gradient: single });
    compile().run({ logits, targets, gradient: double });
    expect(single).toEqual(Float32Array.from(double));
  });

  it("takes labels of 8, 16 and 32 bits alike", () => {
    const values = [Uint8Array, Uint16Array, Int32Array].map((Labels) =>
      compile().run({ logits, targets: Labels.from(targets) }),
    );
    expect(new Set(values).size).toBe(1);
  });

  it("two steps of one loss do not share anything", () => {
    const [a, b] = [compile(), compile()];
    const first = a.run({ logits, targets });
    b.run({ logits: logits.map(() => 0), targets });
    b.dispose();
    expect(a.run({ logits, targets })).toBe(first);
  });
});

describe("a mean over many pixels", () => {
  it("does not drift: half a million equal pixels have the loss of one, to 1e-10", () => {
    const [height, width] = [512, 1024];
    const many = { shape: [1, height, width, 1], logits: new Float32Array(height * width).fill(0.3) };
    const labels = new Uint8Array(height * width);
    const { value } = evaluate("crossEntropy", {
      ...{ ...many, targets: labels, gradient: false, engine: reference() },
    });
    expect(Math.abs(value / Math.log1p(Math.exp(Math.fround(0.3))) - 1)).toBeLessThan(1e-10);
  });
});

describe("nothing left", () => {
  const everywhere = { shape: [2, 3, 3], logits, targets: new Uint8Array(6).fill(9), ignore: 9 };
  it.each([
    "dice",
    "crossEntropy",
    "crossEntropy(normalize=true)",
    "lovasz",
    "dice + focal",
    "tversky(over=batch)",
    "mean(p) + 5",
  ])("%s of no pixel is 0 and has no gradient", (text) => {
    const { value, gradient } = evaluate(parseLoss(text), everywhere);
    expect(value).toBe(0);
    expect([...(gradient ?? [])]).toEqual(Array(18).fill(0));
  });

  it("an image without a valid pixel is left out of the mean over images", () => {
    const half = Uint8Array.of(9, 9, 9, 2, 1, 0);
    const both = evaluate("dice", { ...everywhere, targets: half }).value;
    const one = evaluate("dice", { shape: [1, 3, 3], logits: logits.slice(9), targets: half.slice(3) }).value;
    expect(both).toBe(one);
  });
});

describe("evaluate", () => {
  it("takes the kind of targets, weights and mask from what it is given", () => {
    const soft = Float32Array.from(logits, (_, k) => (targets[Math.floor(k / 3)] === k % 3 ? 1 : 0));
    const plain = evaluate("dice", { ...options, logits, targets });
    expect(evaluate("dice", { ...options, logits, targets: soft }).value).toBeCloseTo(plain.value, 14);
    const ones = { weights: new Float32Array(6).fill(1), mask: new Uint8Array(6).fill(1) };
    expect(evaluate("dice", { ...options, logits, targets, ...ones }).value).toBeCloseTo(plain.value, 14);
  });

  it("makes a gradient of the logits' type, or none", () => {
    expect(evaluate("dice", { ...options, logits, targets }).gradient).toBeInstanceOf(Float32Array);
    const wide = Float64Array.from(logits);
    expect(evaluate("dice", { ...options, logits: wide, targets }).gradient).toBeInstanceOf(Float64Array);
    expect(evaluate("dice", { ...options, logits, targets, gradient: false }).gradient).toBeNull();
  });

  it("runs on the engine that it is given", () => {
    const seen: unknown[] = [];
    const engine = {
      ...reference(),
      compile: (...given: Parameters<ReturnType<typeof reference>["compile"]>) => {
        seen.push(given[1]);
        return reference().compile(...given);
      },
    };
    evaluate("dice", { ...options, logits, targets, engine });
    expect(seen).toHaveLength(1);
  });
});
