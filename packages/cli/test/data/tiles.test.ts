import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DataSet, Sample } from "../../src/data/data-set.ts";
import { split } from "../../src/data/split.ts";
import { cutTiles } from "../../src/data/tiles.ts";

function sampleOf(name: string, width: number, height: number): Sample {
  const pixels = width * height;
  return {
    name,
    width,
    height,
    image: Float32Array.from({ length: pixels * 3 }, (_, i) => i),
    mask: Uint8Array.from({ length: pixels }, (_, i) => i % 2),
    instances: Int32Array.from({ length: pixels }, (_, i) => i + 1),
    maps: { place: Float32Array.from({ length: pixels }, (_, i) => i + 1) },
    group: name,
  };
}

function setOf(images: Sample[]): DataSet {
  return { name: "test", classes: ["background", "object"], channels: 3, images, notes: [] };
}

describe("tiles", () => {
  test("without overlap every pixel is in exactly one tile, whatever the sizes", () => {
    const sizes = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(sizes, sizes, fc.integer({ min: 1, max: 9 }), (width, height, size) => {
        const tiles = cutTiles(setOf([sampleOf("a", width, height)]), { size });
        const seen = tiles.images.flatMap(({ instances }) => [...instances!].filter((number) => number > 0));
        expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: width * height }, (_, i) => i + 1));
        for (const tile of tiles.images) {
          expect([tile.width, tile.height, tile.mask.length]).toEqual([size, size, size * size]);
          tile.mask.forEach((label, i) => {
            const number = tile.instances![i];
            expect(tile.maps!.place[i]).toBe(number);
            expect(label).toBe(number > 0 ? (number - 1) % 2 : tiles.ignore);
            if (number > 0) expect(tile.image[3 * i + 2]).toBe((number - 1) * 3 + 2);
          });
        }
      }),
    );
  });

  test("a set is given an ignore label only where a tile overhangs", () => {
    expect(cutTiles(setOf([sampleOf("a", 8, 4)]), { size: 4 }).ignore).toBeUndefined();
    expect(cutTiles(setOf([sampleOf("a", 9, 4)]), { size: 4 }).ignore).toBe(255);
    expect(cutTiles({ ...setOf([sampleOf("a", 9, 4)]), ignore: 7 }, { size: 4 }).ignore).toBe(7);
  });

  test("what overhangs repeats the last row and column of the image", () => {
    const [tile] = cutTiles(setOf([sampleOf("a", 2, 2)]), { size: 3 }).images;
    expect([...tile.image].filter((_, i) => i % 3 === 0)).toEqual([0, 3, 3, 6, 9, 9, 6, 9, 9]);
    expect([...tile.mask]).toEqual([0, 1, 255, 0, 1, 255, 255, 255, 255]);
  });

  test("overlapping tiles share that many pixels", () => {
    const tiles = cutTiles(setOf([sampleOf("a", 10, 4)]), { size: 4, overlap: 1 });
    expect(tiles.images.map(({ name }) => name)).toEqual(["a@0,0", "a@3,0", "a@6,0"]);
    expect(tiles.ignore).toBeUndefined();
  });

  test("sizes that make no sense are errors", () => {
    const set = setOf([sampleOf("a", 4, 4)]);
    expect(() => cutTiles(set, { size: 0 })).toThrow(/tile size 0: expected a whole number/);
    expect(() => cutTiles(set, { size: 4, overlap: 4 })).toThrow(
      /overlap 4: expected a whole number from 0 to 3/,
    );
  });
});

describe("split", () => {
  const images = Array.from({ length: 12 }, (_, i) => sampleOf(`image ${i}`, 8, 8));
  const tiles = cutTiles(setOf(images), { size: 4 });

  test("no image is on both sides, and all are on one", () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (seed, validationShare) => {
        const { train, validation } = split(tiles, { seed, validationShare });
        const held = new Set(validation.images.map(({ group }) => group));
        expect(held.size).toBe(Math.min(11, Math.max(1, Math.round(12 * validationShare))));
        expect(train.images.some(({ group }) => held.has(group))).toBe(false);
        expect(train.images.length + validation.images.length).toBe(48);
      }),
    );
  });

  test("the seed decides, and every image is held back by some seed", () => {
    const held = (seed: number) => [
      ...new Set(split(tiles, { seed }).validation.images.map(({ group }) => group)),
    ];
    expect(held(1)).toEqual(held(1));
    expect(new Set(Array.from({ length: 40 }, (_, seed) => held(seed)).flat()).size).toBe(12);
  });

  test("a set may fix what is held back", () => {
    const fixed = { ...tiles, validationGroups: ["image 3"] };
    expect(split(fixed, { seed: 5 }).validation.images.map(({ group }) => group)).toEqual(
      new Array(4).fill("image 3"),
    );
  });

  test("one image cannot be split", () => {
    expect(() => split(cutTiles(setOf([images[0]]), { size: 4 }))).toThrow(
      /test has 1 image; .*give two or more/,
    );
    expect(() => split(tiles, { validationShare: 1 })).toThrow(/between 0 and 1, not 1/);
  });
});
