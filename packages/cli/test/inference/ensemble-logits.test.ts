import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classProbabilities } from "../../src/inference/class-probabilities.ts";
import { ensembleLogits } from "../../src/inference/ensemble-logits.ts";

const logits = fc
  .array(fc.float({ noNaN: true, min: -20, max: 20 }), { minLength: 12, maxLength: 12 })
  .map((values) => Float32Array.from(values));

describe("ensembleLogits", () => {
  it("has the mean of the networks' probabilities, with one output or one a class", () => {
    fc.assert(
      fc.property(logits, logits, logits, fc.constantFrom(1, 3), (a, b, c, outputs) => {
        const [p, q, r] = [a, b, c].map((one) => classProbabilities(one, outputs));
        const mean = classProbabilities(ensembleLogits([a, b, c], outputs), outputs);
        for (let i = 0; i < mean.length; i++) expect(mean[i]).toBeCloseTo((p[i] + q[i] + r[i]) / 3, 6);
      }),
      { numRuns: 50 },
    );
  });

  it("leaves the logits of one network as they are", () => {
    const one = Float32Array.of(-300, 0, 300);
    expect(ensembleLogits([one], 1)).toBe(one);
  });

  it("is finite where all networks are sure", () => {
    const sure = Float32Array.of(-300, 300);
    for (const outputs of [1, 2]) {
      const both = ensembleLogits([sure, sure], outputs);
      expect(both.every(Number.isFinite)).toBe(true);
      expect(both[0]).toBeLessThan(both[1]);
    }
  });
});
