import { describe, expect, it } from "vitest";
import type { ImageEntry } from "../../src/data/image-source.ts";
import type { Sample } from "../../src/data/index.ts";
import { thinClasses, thinness } from "../../src/inference/thin-classes.ts";

const SIZE = 64;

type Draw = (x: number, y: number) => number;

function sourceOf(draws: readonly Draw[], { classes = 2, hasObjects = false } = {}) {
  const samples = draws.map((draw, k): Sample => {
    const mask = Uint8Array.from({ length: SIZE * SIZE }, (_, i) => draw(i % SIZE, Math.floor(i / SIZE)));
    const image = new Float32Array(SIZE * SIZE);
    return { name: `${k}`, width: SIZE, height: SIZE, image, mask, group: `${k}` };
  });
  const images = samples.map(({ mask, ...rest }): ImageEntry => {
    const classPixels = Array.from({ length: classes }, (_, c) => mask.filter((v) => v === c).length);
    return { ...rest, hasObjects, classPixels };
  });
  const names = ["background", "first", "second"].slice(0, classes);
  return { classes: names, ignore: 255, images, sample: (image: number) => samples[image] };
}

const line: Draw = (x, y) => (Math.abs(y - 30) < 2 && x > 1 && x < 62 ? 1 : 0);
const disc: Draw = (x, y) => (Math.hypot(x - 30, y - 30) < 4 ? 1 : 0);
const thick: Draw = (x, y) => (Math.abs(y - 30) < 8 && x >= 0 ? 1 : 0);

describe("thinClasses", () => {
  it("finds lines, and neither discs nor broad bands", () => {
    expect([line, disc, thick].map((draw) => thinClasses(sourceOf([draw])))).toEqual([[1], [], []]);
  });

  it("measures the width of a line, and how many times as long it is", () => {
    const { meanWidth, elongation } = thinness(sourceOf([line]), 1)!;
    // 60 x 3 pixels; the skeleton may end a pixel before each end.
    expect(meanWidth).toBeGreaterThanOrEqual(3);
    expect(meanWidth).toBeLessThan(3.2);
    expect(elongation).toBeGreaterThan(58 / 3.2);
    expect(elongation).toBeLessThanOrEqual(20);
  });

  it("looks at each class for itself, over all images that have it", () => {
    const both: Draw = (x, y) => line(x, y) || 2 * disc(x, y + 16);
    expect(thinClasses(sourceOf([() => 0, both, line], { classes: 3 }))).toEqual([1]);
    expect(thinness(sourceOf([() => 0]), 1)).toBeUndefined();
  });

  it("goes on where a line is cut by ignored pixels", () => {
    const cut: Draw = (x, y) => (x % 12 < 4 ? 255 : line(x, y));
    expect(thinness(sourceOf([cut]), 1)!.elongation).toBeGreaterThan(8);
  });

  it("is none where the truth numbers objects", () => {
    expect(thinClasses(sourceOf([line], { hasObjects: true }))).toEqual([]);
  });
});
