import { loss, reference, wasmSync } from "segloss";
import { describe, expect, it } from "vitest";
import { compileOptions, makeCase, stepInputs } from "../../conformance/case.ts";

/** Its slope through p has a part that is the same for all classes where their p are: some six times what is left. */
const nested = loss("sqrt(1 + sum(p^2)) + exp(-mean(p*y)) + mean(tanh(z)^2)");
const engine = wasmSync();

/** Relative L2 of the gradient's error for labels of a seed. */
function errorOf(seed: number, channels: number, logit: (random: () => number) => number): number {
  const c = makeCase("", { seed, channels, logit });
  const exact = new Float64Array(c.logits.length);
  const gradient = new Float32Array(c.logits.length);
  reference().compile(nested, compileOptions(c)).run(stepInputs(c, exact));
  const step = engine.compile(nested, compileOptions(c));
  step.run(stepInputs(c, gradient));
  step.dispose();
  return Math.hypot(...exact.map((slope, i) => slope - gradient[i])) / Math.hypot(...exact);
}

const worst = (channels: number, logit: (random: () => number) => number): number =>
  Math.max(...Array.from({ length: 20 }, (_, seed) => errorOf(seed, channels, logit)));

describe("what the slopes of all classes have in common leaves no trace", () => {
  it.each([3, 5, 7])("where %i classes are equal: rounding alone is left", (channels) => {
    expect(worst(channels, () => 0)).toBeLessThan(1e-7);
  });

  it.each([3, 5, 7])("where %i classes are nearly equal: six times the rounding of p at most", (channels) => {
    expect(worst(channels, (random) => 1e-3 * (random() - 0.5))).toBeLessThan(6 * 2 ** -24);
  });
});
