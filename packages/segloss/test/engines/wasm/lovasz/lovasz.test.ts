import { parseLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { wasm } from "../../../../src/engines/wasm/wasm.ts";
import { seeded } from "../steps.ts";
import { CHOICES, expectAsReference, PIXELS, ROUNDED } from "./as-reference.ts";
import {
  type Answer,
  binaryRegion,
  DISTRIBUTIONS,
  gradientError,
  type Region,
  referenceAnswer,
  valueError,
  wasmAnswer,
} from "./regions.ts";

/** Sizes of the gradient, summed over pixels with equal margins: what their order does not change. */
function sumsOfTies({ logits, targets }: Region, { gradient }: Answer): Map<number, number> {
  const sums = new Map<number, number>();
  for (const [i, z] of logits.entries()) {
    const margin = targets[i] ? z : -z;
    sums.set(margin, (sums.get(margin) ?? 0) + Math.abs(gradient[i]));
  }
  return sums;
}

describe("Lovász of a large region, by all choices", () => {
  for (const loss of ["lovaszHinge(over=batch)", "lovasz"]) {
    it(`${loss} of random logits`, () => expectAsReference(binaryRegion(PIXELS, 1, { loss })));
    it(`${loss} of an empty truth`, () => expectAsReference(binaryRegion(PIXELS, 2, { loss, share: 0 })));
    it(`${loss} of a full truth`, () => expectAsReference(binaryRegion(PIXELS, 3, { loss, share: 1 })));
    it(`${loss} of a rare truth`, () => expectAsReference(binaryRegion(PIXELS, 4, { loss, share: 2e-4 })));
  }

  it("nothing but pixels without an error: value and gradient 0", async () => {
    const region = binaryRegion(PIXELS, 5, { logit: (_, label) => 6 * label - 3, ties: true });
    for (const lovasz of CHOICES) {
      const { value, gradient } = await wasmAnswer(region, { lovasz });
      expect(value).toBe(0);
      expect(gradient.every((g) => g === 0)).toBe(true);
    }
  });

  it("one pixel with an error", async () => {
    const region = binaryRegion(PIXELS, 6, { logit: (_, label) => 6 * label - 3, ties: true });
    const at = region.targets.indexOf(1);
    region.logits[at] = -0.5;
    for (const lovasz of CHOICES) {
      const { value, gradient } = await wasmAnswer(region, { lovasz });
      const trues = region.targets.filter((y) => y === 1).length;
      expect(valueError(value, 1.5 / trues)).toBeLessThan(1e-7);
      expect(gradient.findIndex((g) => g !== 0)).toBe(at);
      expect(gradient.filter((g) => g !== 0)).toEqual(Float32Array.of(-1 / trues));
    }
  });

  it("equal errors, exact: by pixel, as the reference does it", async () => {
    const region = binaryRegion(PIXELS, 7, {
      logit: (random) => Math.round(4 * random()) / 4 - 0.5,
      ties: true,
    });
    const expected = referenceAnswer(region);
    const { value, gradient } = await wasmAnswer(region, { lovasz: "exact" });
    expect(valueError(value, expected.value)).toBeLessThan(1e-7);
    expect(gradientError(gradient, expected.gradient)).toBeLessThan(2e-6);
  });

  it("equal errors, bucketed: the same value, and the same sum of the steps of each", async () => {
    const logits = { all: () => 0, five: (random: () => number) => Math.round(4 * random()) / 4 - 0.5 };
    for (const logit of Object.values(logits)) {
      const region = binaryRegion(PIXELS, 8, { logit, ties: true });
      const expected = referenceAnswer(region);
      const answer = await wasmAnswer(region, { lovasz: "bucketed" });
      expect(valueError(answer.value, expected.value)).toBeLessThan(1e-7);
      const sums = sumsOfTies(region, answer);
      for (const [margin, sum] of sumsOfTies(region, expected)) {
        expect(Math.abs((sums.get(margin) as number) - sum)).toBeLessThan(1e-5 * sum);
      }
    }
  });
});

describe("blocks of 1024 pixels with none, one, few, many and all of them with an error", () => {
  /** Pixels with an error at the borders between ways to look at a block; of each a few blocks. */
  const COUNTS = [0, 1, 15, 127, 128, 129, 256, 600, 1023, 1024];

  /** Logits that are wrong at the first pixels of each block, in an order that is mixed by an odd factor. */
  const region = (pixels: number, more: Partial<Region> & { isProbability?: boolean } = {}): Region => {
    const { isProbability = false, ...changes } = more;
    const base = binaryRegion(pixels, 16, { share: 0.4 });
    const random = seeded(17);
    const logits = base.logits.map((_, i) => {
      const label = base.targets[i];
      const isWrong = ((i % 1024) * 165) % 1024 < COUNTS[(i >> 10) % COUNTS.length];
      if (isProbability) return isWrong ? 0.01 + 0.98 * random() : label;
      return (2 * label - 1) * (isWrong ? 1 - 4 * random() : 1 + random());
    });
    return { ...base, logits, ...changes };
  };

  for (const rest of [0, 16, 5, 13])
    it(`hinge errors, a last block of ${rest}`, () => expectAsReference(region(40 * 1024 + rest)));
  it("labels of two bytes", () => {
    const one = region(40 * 1024 + 16);
    return expectAsReference({ ...one, targets: Uint16Array.from(one.targets) });
  });
  for (const rest of [0, 5]) {
    it(`distances of probabilities, a last block of ${rest}`, () => {
      const pixels = 40 * 1024 + rest;
      const options = { shape: [1, pixels, 1], link: "none" } as const;
      return expectAsReference(region(pixels, { isProbability: true, loss: "lovasz", options }), ROUNDED);
    });
  }
  it("shared by threads: the bits of one", async () => {
    const large = region(135 * 1024 + 16);
    for (const lovasz of CHOICES) {
      const one = await wasmAnswer(large, { lovasz, threads: 1 });
      expect(await wasmAnswer(large, { lovasz, threads: 2 })).toEqual(one);
    }
  });
});

describe("the choice", () => {
  it("exact gives every rank its own step, bucketed gives those of a cell one", async () => {
    const region = binaryRegion(300_000, 13);
    const different = async (lovasz: (typeof CHOICES)[number]): Promise<number> =>
      new Set((await wasmAnswer(region, { lovasz })).gradient).size;
    const [exact, bucketed, auto] = await Promise.all(CHOICES.map(different));
    expect(bucketed).toBeLessThan(exact / 2);
    expect(auto).toBe(bucketed);
  });

  it("auto is exact when few errors are above 0", async () => {
    const region = binaryRegion(60_000, 14, { logit: DISTRIBUTIONS.trained });
    const [exact, auto] = await Promise.all(
      (["exact", "auto"] as const).map((lovasz) => wasmAnswer(region, { lovasz })),
    );
    expect(auto).toEqual(exact);
  });

  it("small regions are exact whatever is chosen", async () => {
    const region = binaryRegion(30_000, 15);
    const [exact, bucketed] = await Promise.all(CHOICES.map((lovasz) => wasmAnswer(region, { lovasz })));
    expect(bucketed).toEqual(exact);
  });

  it("is one of three words", async () => {
    await expect(wasm({ lovasz: "fast" as "auto" })).rejects.toThrow(
      /lovasz must be "auto", "exact" or "bucketed", got "fast"/,
    );
  });
});

it("a true pixel without an error keeps its truth, in the loops over classes and at the own class", async () => {
  const engine = await wasm();
  const random = seeded(3);
  for (const channels of [1, 3, 8]) {
    const options = { shape: [2, 9, channels], link: "none" } as const;
    const logits = Float32Array.from({ length: 18 * channels }, () => Math.round(random()));
    const targets = Uint8Array.from({ length: 18 }, (_, i) => i % 2);
    const [expected, value] = [reference(), engine].map((with_) =>
      with_.compile(parseLoss("lovasz(classes=all)"), options).run({ logits, targets }),
    );
    expect(value).toBeCloseTo(expected, 6);
  }
  engine.dispose();
});
