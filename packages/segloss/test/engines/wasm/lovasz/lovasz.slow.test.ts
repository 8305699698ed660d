import fc from "fast-check";
import { parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { wasm } from "../../../../src/engines/wasm/wasm.ts";
import { seeded } from "../steps.ts";
import {
  binaryRegion,
  DISTRIBUTIONS,
  gradientError,
  type Region,
  referenceAnswer,
  valueError,
  wasmAnswer,
} from "./regions.ts";

const seeds = fc.integer({ min: 0, max: 1e9 });
const sizes = fc.integer({ min: 32_768, max: 150_000 });
const shares = fc.constantFrom(0.0005, 0.02, 0.3, 0.5, 0.9);
const losses = fc.constantFrom("lovaszHinge(over=batch)", "lovasz");
const RUNS = { numRuns: 12 };

describe.each(Object.entries(DISTRIBUTIONS))("%s", (_, logit) => {
  it("bucketed is within 5e-5 of the reference in the gradient and 1e-7 in the value", async () => {
    await fc.assert(
      fc.asyncProperty(seeds, sizes, shares, losses, async (seed, pixels, share, loss) => {
        const region = binaryRegion(pixels, seed, { loss, share, logit });
        const expected = referenceAnswer(region);
        const { value, gradient } = await wasmAnswer(region, { lovasz: "bucketed" });
        expect(valueError(value, expected.value)).toBeLessThan(1e-7);
        expect(gradientError(gradient, expected.gradient)).toBeLessThan(5e-5);
      }),
      RUNS,
    );
  });

  it("exact is within 2e-6 of the reference", async () => {
    await fc.assert(
      fc.asyncProperty(seeds, sizes, shares, losses, async (seed, pixels, share, loss) => {
        const region = binaryRegion(pixels, seed, { loss, share, logit });
        const expected = referenceAnswer(region);
        const { value, gradient } = await wasmAnswer(region, { lovasz: "exact" });
        expect(valueError(value, expected.value)).toBeLessThan(1e-7);
        expect(gradientError(gradient, expected.gradient)).toBeLessThan(2e-6);
      }),
      RUNS,
    );
  });
});

describe("ranks", () => {
  it("hinge: pixels of 3 classes change no places for rounding, in small regions of many", async () => {
    const engine = await wasm();
    await fc.assert(
      fc.property(seeds, (seed) => {
        const random = seeded(seed);
        const options = { shape: [1, 40, 50, 3] };
        const logits = Float32Array.from({ length: 6000 }, () => 2 * random() - 1);
        const targets = Uint8Array.from({ length: 2000 }, () => Math.floor(3 * random()));
        const gradient = new Float32Array(6000);
        const step = engine.compile(parseLoss("lovaszHinge"), options);
        step.run({ logits, targets, gradient });
        step.dispose();
        const expected = referenceAnswer({ loss: "lovaszHinge", options, logits, targets });
        expect(gradientError(gradient, expected.gradient)).toBeLessThan(5e-7);
      }),
      { numRuns: 200 },
    );
  });

  it("exact: the order of the pixels does not matter", async () => {
    await fc.assert(
      fc.asyncProperty(seeds, losses, async (seed, loss) => {
        const region = binaryRegion(50_000, seed, { loss });
        const random = seeded(seed + 1);
        const order = Array.from({ length: 50_000 }, (_, i) => i);
        for (let i = order.length - 1; i > 0; i--) {
          const k = Math.floor(random() * (i + 1));
          [order[i], order[k]] = [order[k], order[i]];
        }
        // Margins that are all different have one order.
        const logits = Float32Array.from(region.logits.keys(), (i) => (i - 24_000.25) / 7_000);
        const before = await wasmAnswer({ ...region, logits }, { lovasz: "exact" });
        const after = await wasmAnswer(
          {
            ...region,
            logits: Float32Array.from(order, (i) => logits[i]),
            targets: Uint8Array.from(order, (i) => region.targets[i]),
          },
          { lovasz: "exact" },
        );
        expect(after.gradient).toEqual(Float32Array.from(order, (i) => before.gradient[i]));
      }),
      { numRuns: 4 },
    );
  });
});

describe("threads", () => {
  const large = (loss: string, channels: number): Region => {
    const random = seeded(21);
    const pixels = 2 * 301 * 307;
    return {
      loss,
      options: { shape: [2, 301, 307, channels] },
      logits: Float32Array.from({ length: pixels * channels }, () => 5 * random() - 2.5),
      targets: Uint8Array.from({ length: pixels }, () => Math.floor(random() * Math.max(2, channels))),
    };
  };

  for (const lovasz of ["auto", "exact", "bucketed"] as const) {
    it.each([
      ["lovaszHinge(over=batch)", 1],
      ["lovasz", 1],
      ["lovasz", 3],
      ["lovasz(over=image)", 1],
      ["lovasz", 5],
      ["lovasz(over=image) + lovaszHinge(over=batch) + topKCrossEntropy", 1],
    ])(`share a region without a trace: ${lovasz} %s, %i channels`, async (loss, channels) => {
      const region = large(loss, channels);
      const one = await wasmAnswer(region, { lovasz, threads: 1 });
      for (const threads of [2, 3]) expect(await wasmAnswer(region, { lovasz, threads })).toEqual(one);
    });
  }
});

describe("memory", () => {
  it.each(["lovaszHinge", "lovasz", "lovasz + crossEntropy"])(
    "a step of %s of 4096 x 4096 on two threads fits in three times its inputs",
    async (loss) => {
      const engine = await wasm({ threads: 2 });
      const step = engine.compile(parseLoss(loss), { shape: [1, 4096, 4096, 1] });
      expect(engine.usedBytes()).toBeLessThan(3 * 4096 * 4096 * (4 + 1));
      step.dispose();
      engine.dispose();
    },
  );
});
