import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawBatches, inOrder } from "../../src/data/batches.ts";
import type { DataSet, Sample } from "../../src/data/data-set.ts";
import { memorySource } from "../../src/data/memory-source.ts";
import { measureNormalisation } from "../../src/data/normalisation.ts";
import { orientationCount, orientedIndices } from "../../src/data/orientation.ts";

/** A sample whose every array tells its pixels' numbers. */
function numbered(name: string, width: number, height: number, channels = 2): Sample {
  const pixels = width * height;
  return {
    name,
    width,
    height,
    image: Float32Array.from({ length: pixels * channels }, (_, i) => i),
    mask: Uint8Array.from({ length: pixels }, (_, i) => i),
    instances: Uint16Array.from({ length: pixels }, (_, i) => 100 + i),
    maps: { weight: Float32Array.from({ length: pixels }, (_, i) => 0.5 * i) },
    group: name,
  };
}

function setOf(images: Sample[], channels = 2): DataSet {
  return { name: "test", classes: ["background", "object"], channels, images, notes: [] };
}

const seven = setOf(["a", "b", "c", "d", "e", "f", "g"].map((name) => numbered(name, 3, 3)));

describe("orientations", () => {
  test("are the eight symmetries of the square: distinct, and the turns are quarter turns", () => {
    const all = Array.from({ length: 8 }, (_, k) => orientedIndices(3, 3, k));
    expect(new Set(all.map(String)).size).toBe(8);
    expect([...all[0]]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const turns = [
      [6, 3, 0, 7, 4, 1, 8, 5, 2],
      [2, 5, 8, 1, 4, 7, 0, 3, 6],
    ]
      .map(String)
      .sort();
    expect([String(all[5]), String(all[6])].sort()).toEqual(turns);
  });

  test("of an oblong are its four that keep the shape", () => {
    expect(orientationCount(4, 3)).toBe(4);
    expect([...orientedIndices(3, 2, 1)]).toEqual([2, 1, 0, 5, 4, 3]);
    expect([...orientedIndices(3, 2, 2)]).toEqual([3, 4, 5, 0, 1, 2]);
  });
});

describe("batches", () => {
  test("the same seed gives the same batches in any order of asking; another seed others", () => {
    const [one, two, other] = [3, 3, 4].map((seed) => drawBatches(seven, { size: 2, seed }));
    const steps = [0, 1, 2, 3, 4, 5, 6, 7];
    const forwards = steps.map((step) => one.at(step));
    const backwards = [...steps].reverse().map((step) => two.at(step));
    expect(backwards.reverse()).toEqual(forwards);
    expect(steps.map((step) => other.at(step))).not.toEqual(forwards);
  });

  test("every epoch shows every image once, whatever the batch size; no batch is short", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer(), (size, seed) => {
        const batches = drawBatches(seven, { size, seed });
        expect(batches.stepsPerEpoch).toBe(Math.ceil(7 / size));
        const names = Array.from({ length: 3 * batches.stepsPerEpoch }, (_, step) => batches.at(step).names);
        expect(new Set(names.map((each) => each.length))).toEqual(new Set([size]));
        const stream = names.flat();
        for (let epoch = 0; (epoch + 1) * 7 <= stream.length; epoch++)
          expect(stream.slice(epoch * 7, epoch * 7 + 7).sort()).toEqual(["a", "b", "c", "d", "e", "f", "g"]);
      }),
      { numRuns: 30 },
    );
  });

  test("image, mask, objects and maps are turned alike, and all eight ways occur", () => {
    const batches = drawBatches(seven, { size: 7, seed: 1, layout: "channels-last" });
    const seen = new Set<string>();
    for (let step = 0; step < 20; step++) {
      const { masks, images, instances, maps } = batches.at(step);
      masks.forEach((pixel, i) => {
        expect([images[2 * i], images[2 * i + 1]]).toEqual([2 * pixel, 2 * pixel + 1]);
        expect([instances![i], maps.weight[i]]).toEqual([100 + pixel, 0.5 * pixel]);
      });
      for (let b = 0; b < 7; b++) seen.add(String(masks.subarray(b * 9, b * 9 + 9)));
    }
    expect(seen.size).toBe(8);
  });

  test("without augmentation nothing is turned; oblong images keep their shape with it", () => {
    const plain = drawBatches(seven, { size: 7, augment: false }).at(5);
    for (let b = 0; b < 7; b++)
      expect([...plain.masks.subarray(b * 9, b * 9 + 9)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const oblong = drawBatches(setOf([numbered("a", 4, 2), numbered("b", 4, 2)]), { size: 8, seed: 2 }).at(0);
    expect(oblong).toMatchObject({ width: 4, height: 2, size: 8 });
    for (let b = 0; b < 8; b++)
      expect([...oblong.masks.subarray(b * 8, b * 8 + 8)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("channels first and last hold the same values in their orders", () => {
    const [first] = inOrder(seven, { size: 2 });
    const [last] = inOrder(seven, { size: 2, layout: "channels-last" });
    expect(first.layout).toBe("channels-first");
    for (let b = 0; b < 2; b++)
      for (let i = 0; i < 9; i++)
        for (let c = 0; c < 2; c++)
          expect(first.images[(b * 2 + c) * 9 + i]).toBe(last.images[(b * 9 + i) * 2 + c]);
  });

  test("in order: all images once, the last batch shorter", () => {
    const sizes = [...inOrder(seven, { size: 3 })].map(({ names }) => names.join(""));
    expect(sizes).toEqual(["abc", "def", "g"]);
  });

  test("one 16-bit mask makes the batch 16-bit", () => {
    const wide = { ...numbered("w", 3, 3), mask: new Uint16Array(9).fill(65535) };
    const [batch] = inOrder(setOf([numbered("a", 3, 3), wide]));
    expect(batch.masks[17]).toBe(65535);
    expect(batch.masks[1]).toBe(1);
  });

  test("unequal sizes, no images and no size are errors", () => {
    const mixed = setOf([numbered("a", 3, 3), numbered("b", 4, 3)]);
    expect(() => drawBatches(mixed)).toThrow(/a is 3x3 and b is 4x3; cut tiles of one size/);
    expect(() => drawBatches(setOf([]))).toThrow(/test has no images/);
    expect(() => drawBatches(seven, { size: 0 })).toThrow(/batch size 0: expected a whole number from 1/);
  });
});

describe("normalisation", () => {
  test("gives every channel mean 0 and deviation 1 over the pixels that count", () => {
    const sample = numbered("a", 3, 3);
    sample.mask[4] = 255;
    sample.image[8] = 1e6;
    const set: DataSet = { ...setOf([sample, numbered("b", 3, 3)]), ignore: 255 };
    const normalisation = measureNormalisation(memorySource(set));
    const [{ images, masks }] = inOrder(set, { normalisation, layout: "channels-last" });
    for (const channel of [0, 1]) {
      const values = [...images].filter((_, i) => i % 2 === channel && masks[(i - channel) / 2] !== 255);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      expect(values).toHaveLength(17);
      expect(mean).toBeCloseTo(0, 5);
      expect(square).toBeCloseTo(1, 5);
    }
  });

  test("a constant channel is only shifted", () => {
    const flat = { ...numbered("a", 3, 3, 1), image: new Float32Array(9).fill(0.3) };
    expect(measureNormalisation(memorySource(setOf([flat], 1)))).toEqual({
      mean: [Math.fround(0.3)],
      deviation: [1],
    });
  });
});
