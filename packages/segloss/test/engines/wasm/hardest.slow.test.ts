import fc from "fast-check";
import { isEngineLimit, loss, overRegion, parseLoss, reference, wasm, wasmSync } from "segloss";
import { afterAll, describe, expect, it } from "vitest";
import { randomInputs, seeded } from "./steps.ts";

const engine = wasmSync();
const threaded = await wasm({ threads: 2 });
afterAll(() => threaded.dispose());
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

describe("a share that is made of sums", () => {
  const SHAPES = [
    [3, 7, 9, 1],
    [2, 150, 131, 1],
    [2, 90, 71, 3],
  ];
  /** Shares of the map are the same number in both engines, those of predictions to single precision. */
  const SHARES = [
    "mean(m)",
    "0.1 + mean(m)/2",
    "max(mean(total(p*y)), mean(m)^2)",
    "mean(hardest(m, 0.3)*m)",
  ];

  /** Eighths in the map: their sums are exact. */
  function inputsOf(shape: readonly number[]) {
    const random = seeded(11);
    const { logits, targets } = randomInputs(shape);
    const m = Float32Array.from(targets, () => Math.floor(8 * random() ** 2) / 8);
    return { logits, targets: targets.map((label, i) => (i % 13 === 5 ? 9 : label)), maps: { m } };
  }

  for (const shape of SHAPES) {
    for (const share of SHARES) {
      for (const over of ["image", "batch"] as const) {
        it(`hardest(p, ${share}) of ${shape.join(" x ")}, over the ${over}: the reference's, on 1 and 2 threads`, () => {
          const text = `mean(total(hardest(p, ${share})*p))`;
          const made = overRegion(loss(text, { maps: ["m"] }), over);
          const options = { shape, ignore: 9 };
          const inputs = inputsOf(shape);
          const exact = new Float64Array(inputs.logits.length);
          const expected = reference()
            .compile(made, options)
            .run({ ...inputs, gradient: exact });
          const found = [engine, threaded].map((one) => {
            const step = one.compile(made, options);
            const gradient = new Float32Array(exact.length);
            // Twice, so that a number left by the first run would show.
            const values = [step.run({ ...inputs, gradient }), step.run({ ...inputs, gradient })];
            step.dispose();
            return { values, gradient };
          });
          expect(found[1]).toEqual(found[0]);
          const [{ values, gradient }] = found;
          expect(values[1]).toBe(values[0]);
          expect(Math.abs(values[0] / expected - 1)).toBeLessThan(1e-6);
          const chosen = (slopes: ArrayLike<number>): number[] =>
            Array.from(slopes, (slope, i) => (slope === 0 ? -1 : i)).filter((i) => i >= 0);
          expect(chosen(gradient)).toEqual(chosen(exact));
        });
      }
    }
  }

  const of = (share: string) => {
    const made = loss(`mean(hardest(p, ${share})*p)`, { maps: ["m"] });
    const inputs = { ...randomInputs([1, 4, 5, 1]), maps: { m: new Float32Array(20).fill(0.5) } };
    return [engine, reference()].map((one) => () => {
      const step = one.compile(made, { shape: [1, 4, 5, 1] });
      const gradient = new Float32Array(20);
      try {
        step.run({ ...inputs, gradient });
      } finally {
        step.dispose();
      }
      return gradient.filter((slope) => slope !== 0).length;
    });
  };

  it.each([
    ["mean(m)", 10],
    ["0.58*mean(m)", 5],
    ["3*mean(m)", 20],
    ["1e300*mean(m)*1e300", 20],
    ["-mean(m)", 1],
    ["1e-300*mean(m)", 1],
  ])("%s of 20 pixels at a mean of 0.5 is %i: one at least, all at most", (share, count) => {
    expect(of(share).map((run) => run())).toEqual([count, count]);
  });

  it("that is no number makes the value none, in every engine", () => {
    const [fast, exact] = of("log(mean(m) - 1)");
    expect(fast).toThrow(/The value of the loss is NaN/);
    expect(fast).toThrow(expect.toSatisfy(isEngineLimit));
    expect(exact).toThrow(/The value of the loss is NaN: its formula divides by 0 or takes log 0 here/);
  });
});
