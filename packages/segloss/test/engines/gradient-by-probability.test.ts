import fc from "fast-check";
import { evaluate, gradientByProbability, reference } from "segloss";
import { describe, expect, it } from "vitest";

const engine = reference();
const logit = fc.double({ min: -8, max: 8, noNaN: true });

describe("the gradient by p", () => {
  it("of one channel is that of the formula in p itself", () => {
    const picture = fc.array(fc.tuple(logit, fc.boolean()), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(picture, fc.constantFrom("dice", "crossEntropy", "focal", "tversky"), (pixels, loss) => {
        const shape = [1, 2, 2, 1];
        const logits = Float64Array.from(pixels, ([z]) => z);
        const targets = Uint8Array.from(pixels, ([, label]) => Number(label));
        const gradient = evaluate(loss, { logits, targets, shape, engine }).gradient as Float64Array;
        gradientByProbability(gradient, { logits, shape });
        const p = logits.map((z) => 1 / (1 + Math.exp(-z)));
        const wanted = evaluate(loss, { logits: p, targets, shape, link: "none", engine }).gradient;
        gradient.forEach((slope, i) => {
          const expected = wanted?.[i] ?? Number.NaN;
          expect(Math.abs(slope - expected)).toBeLessThanOrEqual(1e-9 * (1e-3 + Math.abs(expected)));
        });
      }),
    );
  });

  it("of several is that of the formula without its mean weighted by p", () => {
    const pixel = fc.tuple(fc.array(logit, { minLength: 3, maxLength: 3 }), fc.integer({ min: 0, max: 2 }));
    fc.assert(
      fc.property(fc.array(pixel, { minLength: 4, maxLength: 4 }), (pixels) => {
        const shape = [1, 2, 2, 3];
        const logits = Float64Array.from(pixels.flatMap(([z]) => z));
        const targets = Uint8Array.from(pixels, ([, label]) => label);
        const gradient = evaluate("dice", { logits, targets, shape, engine }).gradient as Float64Array;
        gradientByProbability(gradient, { logits, shape });
        const p = Float64Array.from(pixels.flatMap(([z]) => softmax(z)));
        const slopes = evaluate("dice", { logits: p, targets, shape, link: "none", engine }).gradient;
        gradient.forEach((slope, i) => {
          const first = i - (i % 3);
          const mean = [0, 1, 2].reduce((sum, c) => sum + p[first + c] * (slopes?.[first + c] ?? 0), 0);
          expect(slope).toBeCloseTo((slopes?.[i] ?? Number.NaN) - mean, 8);
        });
      }),
    );
  });

  it("is what it was under the link none, and 0 where the gradient by z is", () => {
    const gradient = Float32Array.of(0.25, 0);
    gradientByProbability(gradient, { logits: Float32Array.of(0.5, 1), shape: [1, 2, 1], link: "none" });
    expect([...gradient]).toEqual([0.25, 0]);
    const sure = Float32Array.of(0, 1e-30);
    gradientByProbability(sure, { logits: Float32Array.of(1000, 40), shape: [1, 2, 1] });
    expect(sure[0]).toBe(0);
    expect(sure[1]).toBeCloseTo(1e-30 * Math.exp(40), 18);
  });

  it("names an array that does not fit", () => {
    const inputs = { logits: new Float32Array(4), shape: [1, 2, 2, 1] };
    expect(() => gradientByProbability(new Float32Array(3), inputs)).toThrow(
      "gradientByProbability: gradient must have 4 values for this shape, got 3.",
    );
  });
});

function softmax(z: readonly number[]): number[] {
  const sizes = z.map((each) => Math.exp(each - Math.max(...z)));
  const sum = sizes.reduce((a, b) => a + b, 0);
  return sizes.map((size) => size / sum);
}
