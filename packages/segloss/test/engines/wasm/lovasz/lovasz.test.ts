import { parseLoss, reference } from "segloss";
import { describe, expect, it } from "vitest";
import { wasm } from "../../../../src/engines/wasm/wasm.ts";
import { seeded } from "../steps.ts";
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

const PIXELS = 40_001;
const CHOICES = ["exact", "bucketed", "auto"] as const;

/**
 * What changes of rank do to the gradient, where errors are rounded to float32: of n pixels about n^2 e pairs are
 * closer than the rounding e, each of which moves it by n^(-3/2) of its norm.
 */
const ROUNDED = 2 * Math.sqrt(2 ** -22 / PIXELS);
/** By margins nothing is rounded. */
const BY_MARGIN = 5e-7;

/** Of a region whose errors are all different, or whose ties do not matter. */
async function expectAsReference(region: Region, exact = BY_MARGIN): Promise<void> {
  const expected = referenceAnswer(region);
  for (const lovasz of CHOICES) {
    const { value, gradient } = await wasmAnswer(region, { lovasz });
    expect(valueError(value, expected.value), lovasz).toBeLessThan(1e-7);
    // Of 40,001 pixels so many have an error that "auto" counts them too.
    const bound = lovasz === "exact" ? exact : 5e-5;
    expect(gradientError(gradient, expected.gradient), lovasz).toBeLessThan(bound);
  }
}

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

describe("what Lovász is given", () => {
  const classes = (channels: number, loss: string, more: object = {}): Region => {
    const random = seeded(channels);
    const layout = channels === 3 ? "channels-first" : "channels-last";
    const [height, width] = [190, 211];
    const pixels = height * width;
    return {
      loss,
      options: {
        shape: layout === "channels-first" ? [1, channels, height, width] : [1, height, width, channels],
        layout,
        ...more,
      },
      logits: Float32Array.from({ length: pixels * channels }, () => 6 * random() - 3),
      targets: Uint8Array.from({ length: pixels }, () => Math.floor(random() * Math.max(2, channels))),
    };
  };

  it.each([2, 3, 5])("%i classes, softmax", (n) => expectAsReference(classes(n, "lovasz"), ROUNDED));
  it("hinge errors of 3 classes", () => expectAsReference(classes(3, "lovaszHinge")));
  it("3 labels of a pixel, sigmoid", () => expectAsReference(classes(3, "lovasz", { link: "sigmoid" })));

  for (const loss of ["lovaszHinge", "lovasz"]) {
    for (const channels of [1, 4]) {
      it(`${loss}, ${channels} channels, with a label and a mask of pixels left out`, () => {
        // Labels left out may be those of classes.
        const region = classes(channels, loss, { ignore: channels === 1 ? 255 : [0, 255], mask: true });
        const random = seeded(9);
        const targets = region.targets.map((y) => (random() < 0.2 ? 255 : y));
        const mask = Uint8Array.from(targets, () => Number(random() < 0.7));
        const isByMargin = channels === 1 || loss === "lovaszHinge";
        return expectAsReference({ ...region, targets, mask }, isByMargin ? BY_MARGIN : ROUNDED);
      });
    }
  }

  it("labels of two and four bytes", async () => {
    const region = binaryRegion(PIXELS, 10);
    const expected = await wasmAnswer(region, {});
    for (const Labels of [Uint16Array, Int32Array]) {
      expect(await wasmAnswer({ ...region, targets: Labels.from(region.targets) }, {})).toEqual(expected);
    }
  });

  it("probabilities without a link", () => {
    const random = seeded(11);
    const region = binaryRegion(PIXELS, 11, { loss: "lovasz", logit: () => random() });
    return expectAsReference({ ...region, options: { ...region.options, link: "none" } }, ROUNDED);
  });

  it("other errors than the known ones: exact, since what an error in their weights does is not known", async () => {
    const region = binaryRegion(PIXELS, 12, { loss: "lovasz(relu(z*(1 - 2*y) + 0.5))" });
    const expected = referenceAnswer(region);
    const { gradient } = await wasmAnswer(region, { lovasz: "bucketed" });
    expect(gradientError(gradient, expected.gradient)).toBeLessThan(ROUNDED);
  });
});

it("what other steps have left in the memory is no matter", async () => {
  const options = { shape: [1, 200, 211, 3] };
  const inputs = (seed: number, margin: number) => {
    const random = seeded(seed);
    const targets = Uint8Array.from({ length: 200 * 211 }, () => Math.floor(3 * random()));
    const logits = Float32Array.from({ length: 3 * targets.length }, (_, i) => {
      const own = Number(targets[Math.floor(i / 3)] === i % 3);
      return margin * own + 6 * random() - 3;
    });
    return { logits, targets, gradient: new Float32Array(logits.length) };
  };
  const engine = await wasm({ lovasz: "bucketed" });
  const run = (on: typeof engine, given: ReturnType<typeof inputs>): Float32Array => {
    const step = on.compile(parseLoss("lovasz"), options);
    step.run(given);
    step.dispose();
    return given.gradient;
  };
  for (let seed = 1; seed <= 12; seed++) {
    // The more cells, the less of their memory is cleared by a region that needs fewer.
    run(engine, inputs(100 + seed, 0));
    const fresh = await wasm({ lovasz: "bucketed" });
    const [here, there] = [engine, fresh].map((on) => Buffer.from(run(on, inputs(seed, 6)).buffer));
    expect(here.equals(there)).toBe(true);
    fresh.dispose();
  }
  engine.dispose();
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
