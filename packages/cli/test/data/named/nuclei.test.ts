import { describe, expect, test } from "vitest";
import type { Labels, Sample } from "../../../src/data/data-set.ts";
import { simulateNuclei } from "../../../src/data/named/nuclei.ts";
import { openDataSet } from "../../../src/data/open-data-set.ts";

const set = simulateNuclei({ count: 24, size: 128, seed: 11 });

/** Pairs of different objects that are 4-neighbours somewhere. */
function touchingPairs({ instances, width }: Sample): Set<string> {
  const pairs = new Set<string>();
  instances!.forEach((label, i) => {
    for (const other of [i % width ? instances![i - 1] : 0, i >= width ? instances![i - width] : 0])
      if (label && other && other !== label) pairs.add([label, other].sort().join());
  });
  return pairs;
}

/** Number of 8-connected pieces of each object, by flooding. */
function pieces(labels: Labels, width: number): Map<number, number> {
  const found = new Map<number, number>();
  const seen = new Uint8Array(labels.length);
  labels.forEach((label, start) => {
    if (!label || seen[start]) return;
    found.set(label, (found.get(label) ?? 0) + 1);
    const stack = [start];
    seen[start] = 1;
    while (stack.length > 0) {
      const i = stack.pop()!;
      for (const step of [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]) {
        const j = i + step;
        if (Math.abs((j % width) - (i % width)) > 1 || labels[j] !== label || seen[j]) continue;
        seen[j] = 1;
        stack.push(j);
      }
    }
  });
  return found;
}

function meanOf(values: ArrayLike<number>, keep: (i: number) => boolean): number {
  const kept = Array.from(values).filter((_, i) => keep(i));
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

describe("simulated nuclei", () => {
  test("are the same for a seed whatever the count, and differ by seed and image", () => {
    expect(simulateNuclei({ count: 2, seed: 11 }).images).toEqual(set.images.slice(0, 2));
    expect(simulateNuclei({ count: 1, seed: 12 }).images[0].image).not.toEqual(set.images[0].image);
    expect(set.images[1].image).not.toEqual(set.images[0].image);
  });

  test("mask and object numbers agree; numbers are 1 to n; each object is one piece of 12 pixels or more", () => {
    for (const { mask, instances, width } of set.images) {
      expect(mask.every((label, i) => label === (instances![i] > 0 ? 1 : 0))).toBe(true);
      const areas = new Map<number, number>();
      for (const label of instances!) if (label) areas.set(label, (areas.get(label) ?? 0) + 1);
      const numbers = [...areas.keys()].sort((a, b) => a - b);
      expect(numbers).toEqual(numbers.map((_, i) => i + 1));
      expect(Math.min(...areas.values())).toBeGreaterThanOrEqual(12);
      expect(Math.max(...pieces(instances!, width).values())).toBe(1);
    }
  });

  test("cover 5 to 40 % of each image, and every image has objects that touch", () => {
    for (const sample of set.images) {
      const share = meanOf(sample.mask, () => true);
      expect(share).toBeGreaterThan(0.05);
      expect(share).toBeLessThan(0.4);
      expect(touchingPairs(sample).size).toBeGreaterThan(0);
    }
  });

  test("shine: values lie in [0, 1], nuclei are at least three times as bright as what is around, noise is there", () => {
    for (const { image, mask } of set.images) {
      expect(image.every((value) => value >= 0 && value <= 1)).toBe(true);
      const nuclei = meanOf(image, (i) => mask[i] === 1);
      expect(nuclei).toBeGreaterThan(3 * meanOf(image, (i) => mask[i] === 0));
      expect(new Set(image.subarray(0, 128)).size).toBeGreaterThan(20);
    }
  });

  test("are opened by name, with their options, and tiled on request", async () => {
    const opened = await openDataSet("nuclei", { count: 2, size: 64, seed: 3, tile: 32 });
    expect(opened.images).toHaveLength(8);
    expect(opened.images[0]).toMatchObject({ width: 32, height: 32, group: "nuclei-000" });
    expect(opened.ignore).toBeUndefined();
    await expect(openDataSet("nuclei", { size: 10 })).rejects.toThrow(/nuclei: size 10; expected .* from 32/);
    await expect(openDataSet("nuclei", { count: 0 })).rejects.toThrow(/nuclei: count 0/);
  });
});
