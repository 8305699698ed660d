import { join } from "node:path";
import { encodeNpy } from "@segloss/io";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cropBatches } from "../../../src/data/crops/crop-batches.ts";
import { cropPlaces } from "../../../src/data/crops/crop-places.ts";
import { prefetchedCrops } from "../../../src/data/crops/prefetched-crops.ts";
import { readCrop } from "../../../src/data/crops/read-crop.ts";
import type { DataSet, Sample } from "../../../src/data/data-set.ts";
import { openFolder } from "../../../src/data/folder.ts";
import { memorySource } from "../../../src/data/memory-source.ts";
import { openSource } from "../../../src/data/open-source.ts";
import { orientedIndices } from "../../../src/data/orientation.ts";
import { cutTiles } from "../../../src/data/tiles.ts";
import { scratchFolder } from "../scratch-folder.ts";

/** An image whose first channel tells the number of each pixel. */
function numbered(name: string, width: number, height: number): Sample {
  const pixels = width * height;
  return {
    ...{ name, width, height, group: name },
    image: Float32Array.from({ length: 2 * pixels }, (_, i) => i >> 1),
    mask: Uint8Array.from({ length: pixels }, (_, i) => i % 2),
  };
}

function setOf(...images: Sample[]): DataSet {
  return { name: "test", classes: ["background", "object"], channels: 2, images, notes: [] };
}

const whole = (source: { images: readonly unknown[] }) => [...source.images.keys()];

describe("crops", () => {
  const source = memorySource(setOf(numbered("a", 9, 7), numbered("b", 4, 12), numbered("c", 2, 3)));
  const options = { images: [0, 1, 2], size: 4, batch: 3, seed: 5 };

  test("of a step are the same in any order of asking; another seed gives others", () => {
    const [one, two] = [cropBatches(source, options), cropBatches(source, options)];
    const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    const forwards = steps.map((step) => one.at(step));
    const backwards = [...steps].reverse().map((step) => two.at(step));
    expect(backwards.reverse()).toEqual(forwards);
    const other = cropBatches(source, { ...options, seed: 6 });
    expect(steps.map((step) => other.at(step))).not.toEqual(forwards);
  });

  test("have in an epoch as many pixels of each image as it has, rounded up", () => {
    const places = cropPlaces(source, [0, 1, 2], 4, 1);
    expect(places.count).toBe(4 + 3 + 1);
    expect(cropBatches(source, options).stepsPerEpoch).toBe(3);
    for (const epoch of [0, 1, 9]) {
      const images = Array.from({ length: 8 }, (_, k) => places.at(epoch, k).image);
      expect(images.sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 2]);
    }
  });

  test("lie inside of images that are large enough, show every pixel, and inner ones once an epoch", () => {
    const [width, height, size, epochs] = [40, 24, 8, 400];
    const large = memorySource(setOf(numbered("large", width, height)));
    const places = cropPlaces(large, [0], size, 3);
    const seen = new Float64Array(width * height);
    for (let k = 0; k < epochs * places.count; k++) {
      const { x, y } = places.at(Math.floor(k / places.count), k % places.count);
      expect(x >= 0 && y >= 0 && x <= width - size && y <= height - size).toBe(true);
      for (let i = 0; i < size * size; i++) seen[(y + (i >> 3)) * width + x + (i & 7)]++;
    }
    expect(Math.min(...seen)).toBeGreaterThan(0);
    // 15 crops of 64 pixels on 960; the standard deviation of a mean of 400 epochs is below 0.02.
    expect(seen[12 * width + 20] / epochs).toBeCloseTo(1, 1);
    expect(seen[0] / epochs).toBeGreaterThan(0.2);
  });

  test("are laid on themselves in all eight ways, image, mask and maps alike", () => {
    const square = memorySource(setOf(numbered("a", 4, 4)));
    const place = Float32Array.from({ length: 16 }, (_, i) => 0.5 * i);
    const batches = cropBatches(square, { images: [0], size: 4, batch: 8, seed: 2, maps: () => ({ place }) });
    const seen = new Set<string>();
    for (let step = 0; step < 12; step++) {
      const { images, masks, maps } = batches.at(step);
      for (let b = 0; b < 8; b++) {
        const numbers = images.subarray(b * 32, b * 32 + 16);
        seen.add(String(numbers));
        numbers.forEach((pixel, i) => {
          expect([images[b * 32 + 16 + i], masks[b * 16 + i], maps.place[b * 16 + i]]).toEqual([
            pixel,
            pixel % 2,
            0.5 * pixel,
          ]);
        });
      }
    }
    const all = Array.from({ length: 8 }, (_, k) => String(orientedIndices(4, 4, k)));
    expect([...seen].sort()).toEqual(all.sort());
  });

  test("beyond the edge repeat the image, are ignored in the mask and 0 in maps, as tiles are", () => {
    const small = memorySource(setOf(numbered("a", 2, 2)));
    const maps = { place: Float32Array.of(1, 2, 3, 4) };
    const crop = readCrop(small, { image: 0, x: 0, y: 0 }, 3, maps);
    expect([...crop.image].filter((_, i) => i % 2 === 0)).toEqual([0, 1, 1, 2, 3, 3, 2, 3, 3]);
    expect([...crop.mask]).toEqual([0, 1, 255, 0, 1, 255, 255, 255, 255]);
    expect([...crop.maps!.place]).toEqual([1, 2, 0, 3, 4, 0, 0, 0, 0]);
    const [tile] = cutTiles(setOf(numbered("a", 2, 2)), { size: 3 }).images;
    expect([crop.image, crop.mask]).toEqual([tile.image, tile.mask]);
  });

  test("say which label is left out: the set's, a free one where an image is smaller, none", () => {
    const ignoreOf = (ignore: number | undefined, size: number) =>
      cropBatches(memorySource({ ...setOf(numbered("a", 4, 6)), ...(ignore && { ignore }) }), {
        ...{ images: [0], size, batch: 1, seed: 0 },
      }).ignore;
    expect([ignoreOf(undefined, 4), ignoreOf(undefined, 5), ignoreOf(7, 4), ignoreOf(7, 5)]).toEqual([
      undefined,
      255,
      7,
      7,
    ]);
  });

  test("without augmentation are not turned", () => {
    const plain = cropBatches(source, { ...options, images: [1], augment: "none" });
    for (let step = 0; step < 9; step++) {
      const { images } = plain.at(step);
      for (let b = 0; b < 3; b++) expect(images[b * 32 + 1] - images[b * 32]).toBe(1);
    }
  });

  test("of standard augmentation are those of flips in other light, and their masks the same", () => {
    const of = (augment: "flips" | "standard") => cropBatches(source, { ...options, images: [0], augment });
    const [flipped, lit] = [of("flips"), of("standard")];
    let changed = 0;
    for (let step = 0; step < 9; step++) {
      const [a, b] = [flipped.at(step), lit.at(step)];
      expect([b.masks, b.maps, b.names]).toEqual([a.masks, a.maps, a.names]);
      if (String(a.images) !== String(b.images)) changed++;
      expect(lit.at(step)).toEqual(b);
    }
    expect(changed).toBeGreaterThan(5);
  });

  test("sizes and images that make no sense are errors", () => {
    const of = (change: object) => () => cropBatches(source, { ...options, ...change });
    expect(of({ size: 0 })).toThrow(/crop size 0: expected a whole number from 1/);
    expect(of({ batch: 1.5 })).toThrow(/batch size 1\.5: expected a whole number from 1/);
    expect(of({ foreground: { share: 2, classes: [1] } })).toThrow(
      /share of crops that hold foreground 2: expected a number from 0 to 1/,
    );
    expect(of({ images: [] })).toThrow(/test has no images to draw crops from/);
    expect(of({ images: [3] })).toThrow(/test: image 3 does not exist; expected 0 to 2/);
  });
});

describe("crops around the foreground", () => {
  const [width, height, size] = [40, 30, 5];
  const blank = (name: string): Sample => ({
    ...{ name, width, height, group: name, image: new Float32Array(2 * width * height) },
    mask: new Uint8Array(width * height),
  });
  /** 600 pixels of class 1 and one of class 2. */
  const mixed = blank("mixed");
  mixed.mask.fill(1, 0, 600);
  mixed.mask[25 * width + 30] = 2;
  const source = memorySource({ ...setOf(mixed, blank("empty")), classes: ["background", "a", "b"] });
  const foreground = { share: 1 / 3, classes: [1, 2] };
  const options = { images: [0], size, batch: 4, seed: 7, foreground, augment: "none" } as const;
  /** Of each crop of a step the class in its middle. */
  const middles = (crops: ReturnType<typeof cropBatches>, step: number) => {
    const { masks } = crops.at(step);
    return [0, 1, 2, 3].map((k) => masks[k * size * size + 12]);
  };

  test("are the last of a batch, at least the share, each class of the image alike often; the others stay", () => {
    const [aimed, plain] = [
      cropBatches(source, options),
      cropBatches(source, { ...options, foreground: { ...foreground, share: 0 } }),
    ];
    const seen = [0, 0, 0];
    for (let step = 0; step < 300; step++) {
      const [with_, without] = [aimed.at(step), plain.at(step)];
      expect(with_.masks.subarray(0, 2 * size * size)).toEqual(without.masks.subarray(0, 2 * size * size));
      for (const k of [2, 3]) {
        const own = with_.masks.subarray(k * size * size, (k + 1) * size * size);
        expect(own.some((label) => label > 0)).toBe(true);
        seen[own.includes(2) ? 2 : 1]++;
      }
    }
    // One of two classes, 600 times: the standard deviation is 12. A crop of class 1 never holds the pixel of class 2.
    expect(Math.abs(seen[2] - 300)).toBeLessThan(50);
  });

  test("have the pixel in the middle, moved inside at the edges, every pixel of the class alike often", () => {
    const crops = cropBatches(source, { ...options, foreground: { share: 1, classes: [1] } });
    const rows = new Array(15).fill(0);
    for (let step = 0; step < 400; step++)
      for (const k of [0, 1, 2, 3]) {
        const { masks } = crops.at(step);
        expect(masks[k * size * size + 12]).toBe(1);
        // The crops reach over the lower edge of the class where their middle is in its last two rows.
        const filled =
          masks.subarray(k * size * size, (k + 1) * size * size).filter((label) => label === 1).length / size;
        rows[filled]++;
      }
    // Rows 13 and 14 of 15 rows, of 1600 crops: 107 each, with a standard deviation of 10.
    expect(Math.abs(rows[3] - 107)).toBeLessThan(45);
    expect(Math.abs(rows[4] - 107)).toBeLessThan(45);
  });

  test("are where they would be anyway in an image without any", () => {
    const empty = { ...options, images: [1] };
    const [aimed, plain] = [
      cropBatches(source, empty),
      cropBatches(source, { ...empty, foreground: { share: 0, classes: [] } }),
    ];
    expect(aimed.at(3)).toEqual(plain.at(3));
    expect(middles(aimed, 3)).toEqual([0, 0, 0, 0]);
  });
});

test("crops of a file and of memory agree, whatever the sizes; those that a thread would prepare too", async () => {
  const sizes: [number, number][] = [
    [70, 3],
    [9, 11],
    [5, 5],
    [1, 8],
  ];
  const files = sizes.flatMap(([width, height], k) => {
    const [data, shape] = [
      Uint8Array.from({ length: width * height }, (_, i) => (i * i + k) % 251),
      [height, width],
    ];
    const mask = data.map((value) => (value % 5 === 0 ? 1 : 0));
    return [
      [`images/${k}.npy`, encodeNpy({ data, shape })],
      [`masks/${k}.npy`, encodeNpy({ data: mask, shape })],
    ];
  });
  const folder = await scratchFolder(Object.fromEntries(files));
  const stored = await openSource(folder, { work: join(folder, ".work") });
  const memory = memorySource(await openFolder(folder));
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), fc.nat(50), (size, seed, step) => {
      const foreground = { share: 0.5, classes: [1] };
      const options = {
        images: whole(stored),
        size,
        batch: 2,
        seed,
        foreground,
        augment: "standard",
      } as const;
      const expected = cropBatches(memory, options).at(step);
      expect(cropBatches(stored, options).at(step)).toEqual(expected);
      const prefetched = prefetchedCrops(stored, options);
      expect(prefetched.at(step)).toEqual(expected);
      prefetched.close();
    }),
    { numRuns: 60 },
  );
});
