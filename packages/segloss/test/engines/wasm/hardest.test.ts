import fc from "fast-check";
import { parseLoss, reference, wasmSync } from "segloss";
import { describe, expect, it } from "vitest";

const engine = wasmSync();
const small = fc.constantFrom(-1.5, -0.25, 0, 0.25, 1, 2);
/** Eighths: errors that differ do so in single precision too. */
const any = fc.integer({ min: -64, max: 64 }).map((n) => n / 8);

/** Pixels, share, logits (few values: many equal errors), labels and weights of one channel. */
const cases = fc
  .tuple(fc.integer({ min: 1, max: 70 }), fc.constantFrom(0.01, 0.1, 0.29, 0.5, 1), fc.boolean())
  .chain(([pixels, share, ties]) =>
    fc.record({
      share: fc.constant(share),
      logits: fc.array(ties ? small : any, { minLength: pixels, maxLength: pixels }),
      targets: fc.array(fc.constantFrom(0, 1), { minLength: pixels, maxLength: pixels }),
      weights: fc.array(fc.constantFrom(0, 0.5, 1, 2), { minLength: pixels, maxLength: pixels }),
    }),
  );

describe("the hardest pixels on wasm, selected without a sort", () => {
  it("are those of the reference: how many have a slope, and the value", () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ share, ...data }, weighted) => {
        const loss = parseLoss(`topKCrossEntropy(share=${share})`);
        const options = { shape: [1, data.logits.length, 1], weights: weighted };
        const inputs = {
          logits: Float32Array.from(data.logits),
          targets: Uint8Array.from(data.targets),
          ...(weighted && { weights: Float32Array.from(data.weights) }),
        };
        const exact = new Float64Array(data.logits.length);
        const gradient = new Float32Array(data.logits.length);
        const expected = reference()
          .compile(loss, options)
          .run({ ...inputs, gradient: exact });
        const step = engine.compile(loss, options);
        const value = step.run({ ...inputs, gradient });
        step.dispose();
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-6 * Math.abs(expected) + 1e-7);
        const count = (slopes: ArrayLike<number>): number =>
          Array.from(slopes).filter((slope) => slope !== 0).length;
        expect(count(gradient)).toBe(count(exact));
      }),
      { numRuns: 300 },
    );
  });

  it("of equal errors the first are chosen", () => {
    const step = engine.compile(parseLoss("topKCrossEntropy(share=0.5)"), { shape: [1, 6, 1] });
    const gradient = new Float32Array(6);
    step.run({ logits: new Float32Array(6), targets: Uint8Array.of(1, 0, 1, 0, 1, 0), gradient });
    step.dispose();
    expect(Array.from(gradient, (slope) => slope !== 0)).toEqual([true, true, true, false, false, false]);
  });
});
