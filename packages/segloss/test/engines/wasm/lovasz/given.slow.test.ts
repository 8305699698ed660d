import { parseLoss } from "segloss";
import { describe, expect, it } from "vitest";
import { wasm } from "../../../../src/engines/wasm/wasm.ts";
import { seeded } from "../steps.ts";
import { BY_MARGIN, expectAsReference, PIXELS, ROUNDED } from "./as-reference.ts";
import { binaryRegion, gradientError, type Region, referenceAnswer, wasmAnswer } from "./regions.ts";

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
