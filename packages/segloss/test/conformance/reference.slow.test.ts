import { type Loss, reference } from "segloss";
import { describe, expect } from "vitest";
import { gradientMismatch, valueMismatch } from "./agreement.ts";
import { bruteForce } from "./brute-force/brute-force.ts";
import { type Case, compileOptions, stepInputs } from "./case.ts";
import type { SuiteLoss } from "./losses.ts";
import { seededRandom } from "./random.ts";
import { pairs } from "./suite.ts";

// The oracle of the other engines has one of its own: every loss again in plain loops from textbook definitions.
// 1 - x of a score near 1 leaves an absolute rounding of some 1e-16 per pixel.
const CLOSE = { value: 1e-12, valueAbsolute: 1e-14, gradient: 0 };

function check(c: Case, { ranks }: SuiteLoss, loss: Loss): void {
  const gradient = new Float64Array(c.logits.length);
  const value = reference().compile(loss, compileOptions(c)).run(stepInputs(c, gradient));
  const brute = bruteForce(loss, c);
  expect(valueMismatch(value, brute(c.logits), CLOSE)).toBeUndefined();
  expect(gradientMismatch(gradient, gradient, CLOSE)).toBeUndefined();
  if (ranks && c.ties) return;
  // Small enough that no two errors change places.
  checkSlope(gradient, c, brute, ranks ? 1e-7 : 1e-5);
}

/** The gradient along a random direction against central differences of the brute-force value. */
function checkSlope(
  gradient: Float64Array,
  c: Case,
  brute: (logits: Float64Array) => number,
  step: number,
): void {
  const random = seededRandom(99);
  const direction = Array.from(gradient, () => 2 * random() - 1);
  const at = (h: number): number => brute(Float64Array.from(c.logits, (z, i) => z + h * direction[i]));
  const slope = (at(step) - at(-step)) / (2 * step);
  const along = direction.reduce((sum, d, i) => sum + d * gradient[i], 0);
  const rounding = 1e-15 / step;
  expect(Math.abs(along - slope)).toBeLessThan(1e-7 * Math.hypot(...gradient) + rounding);
}

describe("the reference engine agrees with brute force, and its gradient with differences of it", () => {
  pairs({}, check);
});
