import { averageTies, evaluate, reference } from "segloss";
import { describe, expect, it } from "vitest";

const shape = [1, 4, 4, 1];
const logits = Float32Array.of(2, 2, 2, -1, 2, 2, -1, -1, 0.5, 0.5, 3, 3, -2, -2, -2, 1);
const targets = Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0);
const inputs = { logits, targets, shape };

describe("ties of Lovász", () => {
  const { gradient } = evaluate("lovaszHinge", { ...inputs, engine: reference() });
  const averaged = (gradient as Float32Array).slice();
  averageTies(averaged, inputs);
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

  it("get one slope, and pixels that are like no other keep theirs", () => {
    expect(new Set([averaged[0], averaged[1], averaged[2]]).size).toBe(1);
    expect(gradient?.[0]).not.toBe(gradient?.[1]);
    expect(averaged[15]).toBe(gradient?.[15]);
  });

  it("keep the sum", () => {
    expect(sum(averaged)).toBeCloseTo(sum(gradient as Float32Array), 6);
  });

  it("are a gradient: the loss lies above its tangent, being convex", () => {
    const at = evaluate("lovaszHinge", { ...inputs, engine: reference() }).value;
    for (let seed = 1; seed < 50; seed++) {
      const step = logits.map((_, i) => Math.sin(seed * 12.9898 + i * 78.233));
      const moved = evaluate("lovaszHinge", {
        ...inputs,
        logits: logits.map((z, i) => z + step[i]),
        engine: reference(),
      }).value;
      const tangent = at + averaged.reduce((total, slope, i) => total + slope * step[i], 0);
      expect(moved).toBeGreaterThan(tangent - 1e-6);
    }
  });
});

it("pixels are alike when all their logits and their target are, within their image", () => {
  const gradient = Float64Array.of(1, 10, 3, 20, 5, 30, 7, 40);
  averageTies(gradient, {
    logits: Float64Array.of(1, 2, 1, 2, 1, 2, 1, 2),
    targets: Uint8Array.of(0, 0, 1, 0),
    shape: [2, 2, 2],
  });
  expect([...gradient]).toEqual([2, 15, 2, 15, 5, 30, 7, 40]);
});

it("arrays of another length are refused", () => {
  expect(() => averageTies(new Float32Array(3), inputs)).toThrow(
    "averageTies: gradient must have 16 values for this shape, got 3.",
  );
});
