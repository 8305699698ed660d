import { evaluate, type FloatArray, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { SEED_LOSSES } from "./laws/every-loss.ts";

const LARGE = [30, 100, 1e4, 1e30];

describe.each(SEED_LOSSES)("%s", (_, loss) => {
  it.each(LARGE)("is finite, with a finite gradient, at |z| = %d, right or wrong", (size) => {
    for (const channels of [1, 2, 3]) {
      for (const flip of [1, -1]) {
        const labels = Uint8Array.from({ length: 6 }, (_, i) => i % Math.max(2, channels));
        const logits = Float64Array.from({ length: 6 * channels }, (_, k) => {
          const label = labels[Math.floor(k / channels)];
          const right = channels === 1 ? label === 1 : k % channels === label;
          return (right ? 1 : -1) * flip * size;
        });
        const { value, gradient } = evaluate(loss, {
          engine: reference(),
          shape: [2, 3, channels],
          logits,
          targets: labels,
        });
        expect(value).toBeGreaterThanOrEqual(-1e-15);
        expect(Number.isFinite(value)).toBe(true);
        expect([...(gradient as FloatArray)].every(Number.isFinite)).toBe(true);
      }
    }
  });
});

describe("small gradients keep their digits", () => {
  const relative = (found: number, expected: number): number => Math.abs(found / expected - 1);
  const slope = (loss: string, z: number, label: number): number => {
    const { gradient } = evaluate(loss, {
      engine: reference(),
      shape: [1, 1, 1],
      logits: Float64Array.of(z),
      targets: Uint8Array.of(label),
    });
    return (gradient as FloatArray)[0];
  };

  it.each([1, 20, 40, 100, 600])("cross entropy at z = %d: -(1 - p) of a positive, p of a negative", (z) => {
    const small = 1 / (1 + Math.exp(z));
    expect(relative(slope("crossEntropy", z, 1), -small)).toBeLessThan(1e-14);
    expect(relative(slope("crossEntropy", -z, 0), small)).toBeLessThan(1e-14);
  });

  it.each([1, 20, 40, 100])("focal at z = %d: q^2 (2 p log p - q)", (z) => {
    const q = 1 / (1 + Math.exp(z));
    const p = 1 / (1 + Math.exp(-z));
    const expected = q ** 2 * (-2 * p * Math.log1p(Math.exp(-z)) - q);
    expect(relative(slope("focal", z, 1), expected)).toBeLessThan(1e-13);
    expect(relative(slope("focal", -z, 0), -expected)).toBeLessThan(1e-13);
  });

  it.each([1, 20, 40, 100])("softmax cross entropy at %d", (z) => {
    const { value, gradient } = evaluate("crossEntropy", {
      engine: reference(),
      ...{ shape: [1, 1, 3], logits: Float64Array.of(z, 0, -1), targets: Uint8Array.of(0) },
    });
    const rest = Math.exp(-z) + Math.exp(-1 - z);
    const expected = [-rest / (1 + rest), Math.exp(-z) / (1 + rest), Math.exp(-1 - z) / (1 + rest)];
    expect(relative(value, Math.log1p(rest))).toBeLessThan(1e-14);
    expected.forEach((g, c) => {
      expect(relative((gradient as FloatArray)[c], g)).toBeLessThan(1e-13);
    });
  });
});
