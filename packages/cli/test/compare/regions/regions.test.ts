import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classShares } from "../../../src/compare/protocol/class-shares.ts";
import { outputsOf } from "../../../src/compare/protocol/outputs-of.ts";
import { areConstant } from "../../../src/compare/regions/are-constant.ts";
import { parseRegions } from "../../../src/compare/regions/parse-regions.ts";
import { maskRegionLabels, regionLabels } from "../../../src/compare/regions/region-labels.ts";
import { regionTargets } from "../../../src/compare/regions/region-targets.ts";
import { regionView } from "../../../src/compare/regions/region-view.ts";
import { allRegionsEvidence, imageScore, measureOf } from "../../../src/compare/verdict/measures.ts";
import { memorySource } from "../../../src/data/memory-source.ts";
import { measureImage } from "../../../src/inference/measure-image.ts";
import { measureRegions } from "../../../src/inference/measure-regions.ts";

/** Labels of BraTS: 1 necrosis, 2 oedema, 4 enhancing, stored as classes 0 to 3. */
const CLASSES = ["background", "1", "2", "4"];
const REGIONS = parseRegions("whole=1+2+4, core=1+4, enhancing=4", CLASSES);

describe("--regions", () => {
  it("are named unions of classes, by name before number", () => {
    expect(REGIONS).toEqual([
      { name: "whole", classes: [1, 2, 3] },
      { name: "core", classes: [1, 3] },
      { name: "enhancing", classes: [3] },
    ]);
    expect(parseRegions("cell = nucleus + 1", ["background", "membrane", "nucleus"])).toEqual([
      { name: "cell", classes: [1, 2] },
    ]);
  });

  it.each([
    [
      "whole",
      /--regions "whole": expected a name and its classes, such as whole=1\+2, with commas between regions/,
    ],
    ["a=1,a=2", /--regions: a is named twice/],
    ["a=1+2,b=2+1", /--regions: a and b are made of the same classes \(1\+2\); leave one out/],
    ["a=1+5", /--regions a: no class is called 5; expected background \(0\), 1 \(1\), 2 \(2\), 4 \(3\)/],
    ["a=1+", /--regions a: no class is called nothing/],
    ["", /--regions "": expected a name/],
  ])("%s is refused", (text, message) => {
    expect(() => parseRegions(text, CLASSES)).toThrow(message);
  });
});

describe("regions of masks", () => {
  // A column of background, oedema, necrosis, enhancing, and a pixel of no class.
  const mask = Uint8Array.of(0, 2, 1, 3, 255);

  it("are where their classes are", () => {
    expect([...regionTargets(mask, 1, REGIONS, 255)]).toEqual([0, 1, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0]);
    const two = regionTargets(Uint8Array.of(3, 0), 2, REGIONS, undefined);
    expect([...two]).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it("are drawn one over the other in the order of their names", () => {
    expect([...maskRegionLabels(mask, REGIONS, 4)]).toEqual([0, 1, 2, 3, 255]);
    const logits = Float32Array.of(-1, 1, 1, 1, -2, -3, 2, 1, -1, -1, -1, 4);
    expect([...regionLabels(logits, 3)]).toEqual([0, 1, 2, 3]);
  });

  it("have shares that need not add up, of all pixels that count", () => {
    const image = new Float32Array(5);
    const source = memorySource({
      ...{ name: "made", classes: CLASSES, channels: 1, ignore: 255, notes: [] },
      images: [{ name: "a", width: 5, height: 1, image, mask, group: "a" }],
    });
    const view = regionView(source, REGIONS);
    expect(view.classes).toEqual(["whole", "core", "enhancing"]);
    expect(classShares(view.images, 3)).toEqual([3 / 4, 2 / 4, 1 / 4]);
    expect(regionView(source, [])).toBe(source);
    expect(outputsOf(source, REGIONS)).toEqual({ channels: 3, link: "sigmoid", severalLabels: true });
    expect(outputsOf(source, [])).toEqual({ channels: 4, link: "softmax", severalLabels: false });
  });
});

describe("evidence of regions", () => {
  const images = fc.record({
    mask: fc.array(fc.constantFrom(0, 1, 2, 3, 255), { minLength: 24, maxLength: 24 }),
    logits: fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { minLength: 72, maxLength: 72 }),
  });

  it("is that of each as a binary image of its own", () => {
    fc.assert(
      fc.property(images, ({ mask, logits }) => {
        const truth = { width: 6, height: 4, mask: Uint8Array.from(mask) };
        const z = Float32Array.from(logits);
        const together = measureRegions(z, truth, REGIONS, { image: 7, classes: 4, ignore: 255 });
        REGIONS.forEach(({ classes }, k) => {
          const own = truth.mask.map((label) => (label === 255 ? 255 : Number(classes.includes(label))));
          const alone = measureImage(
            z.subarray(24 * k, 24 * (k + 1)),
            { ...truth, mask: own },
            { image: 7, classes: 2, ignore: 255 },
          );
          for (const name of ["tp", "fp", "fn", "hd95", "nsd", "boundaryIou"] as const)
            expect(together[name]![k], name).toBe(alone[name]![1]);
        });
        expect(together.pixels).toBe(mask.filter((label) => label !== 255).length);
        const binned = together.bins.reduce((sum, [pixels]) => sum + pixels, 0);
        expect(binned).toBe(3 * together.pixels!);
      }),
      { numRuns: 60 },
    );
  });

  it("of a constant prediction is that of all regions everywhere", () => {
    fc.assert(
      fc.property(images, ({ mask, logits }) => {
        const truth = { width: 6, height: 4, mask: Uint8Array.from(mask) };
        const options = { image: 0, classes: 4, ignore: 255 };
        const some = measureRegions(Float32Array.from(logits), truth, REGIONS, options);
        const everywhere = measureRegions(new Float32Array(72).fill(1), truth, REGIONS, options);
        const dice = measureOf("dice");
        expect(imageScore(dice, allRegionsEvidence(some), [0, 1, 2])).toBe(
          imageScore(dice, everywhere, [0, 1, 2]),
        );
      }),
      { numRuns: 30 },
    );
  });

  it("is of a collapsed network where each region is everywhere or nowhere", () => {
    const counts = (predicted: number, truth: number, both: number) => ({
      tp: both,
      fp: predicted - both,
      fn: truth - both,
    });
    expect(areConstant([counts(10, 4, 4), counts(0, 2, 0)], 10)).toBe(true);
    expect(areConstant([counts(10, 4, 4), counts(1, 2, 0)], 10)).toBe(false);
    expect(areConstant([counts(10, 10, 10)], 10)).toBe(false);
  });
});
