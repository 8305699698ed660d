import { type LinkName, type Loss, loss, parseLoss, reference, wasmSync } from "segloss";
import { describe, expect, it } from "vitest";

const engines = [reference(), wasmSync()];
const LOGITS = [1, 2, -1, 0.5];

/** What the engines say of a loss of four pixels. */
function messages(made: Loss, weight?: number, logits = LOGITS, link: LinkName = "sigmoid"): string[] {
  return engines.map((engine) => {
    const step = engine.compile(made, { shape: [1, 4, 1], link, weights: weight !== undefined });
    const inputs = {
      logits: Float32Array.from(logits),
      targets: Uint8Array.of(0, 1, 1, 0),
      gradient: new Float32Array(4),
      ...(weight !== undefined && { weights: new Float32Array(4).fill(weight) }),
    };
    try {
      step.run(inputs);
      return inputs.gradient.every(Number.isFinite) ? "finite" : "not finite, in silence";
    } catch (error) {
      return (error as Error).message;
    } finally {
      step.dispose();
    }
  });
}

describe("a gradient that is not finite in the caller's array is an error on every engine", () => {
  it.each([
    ["1e45*mean(p)", loss("1e45*mean(p)"), undefined],
    ["1e300*crossEntropy", parseLoss("1e300*crossEntropy"), undefined],
    ["sum(p)^2 of weights of 1e20", loss("sum(p)^2"), 1e20],
  ])("%s", (_, made, weight) => {
    for (const message of messages(made, weight))
      expect(message).toMatch(/^The gradient is -?Infinity at index 0: /);
  });

  it("what overflows on the way in single precision is an error there, and for the reference to compute", () => {
    const [exact, fast] = messages(loss("sum(z)/sum(p)"), undefined, [-60, -61, -62, -63]);
    expect(exact).toBe("finite");
    expect(fast).toMatch(/beyond the range of single precision, which the reference engine computes/);
  });

  it("large logits, weights and factors whose gradient is finite are none", () => {
    expect(messages(loss("mean(z^30)"))).toEqual(["finite", "finite"]);
    expect(messages(loss("1e-30*mean(p)"), 3e38)).toEqual(["finite", "finite"]);
    expect(messages(parseLoss("1e30*focal"), 1e5)).toEqual(["finite", "finite"]);
  });
});
