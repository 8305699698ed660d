import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrayRaster } from "../src/formats/array-raster.ts";
import { toLabels } from "../src/mask-labels.ts";
import type { RasterData } from "../src/raster.ts";

/** A label map as one-hot array along an axis that is put at `place`. */
function oneHot(labels: readonly number[], shape: readonly number[], classes: number, place: number) {
  const full = shape.toSpliced(place, 0, classes);
  const inner = shape.slice(place).reduce((a, b) => a * b, 1);
  const data = new Uint8Array(labels.length * classes);
  labels.forEach((label, i) => {
    data[(Math.floor(i / inner) * classes + label) * inner + (i % inner)] = 1;
  });
  return { data: data as RasterData, shape: full };
}

describe("one-hot arrays", () => {
  test("are the index of the 1, along whichever axis", () => {
    const maps = fc
      .record({
        h: fc.integer({ min: 3, max: 6 }),
        w: fc.integer({ min: 3, max: 6 }),
        place: fc.nat({ max: 2 }),
      })
      .chain((sizes) =>
        fc.record({
          ...{ h: fc.constant(sizes.h), w: fc.constant(sizes.w), place: fc.constant(sizes.place) },
          labels: fc.array(fc.nat({ max: 3 }), {
            minLength: sizes.h * sizes.w,
            maxLength: sizes.h * sizes.w,
          }),
        }),
      );
    fc.assert(
      fc.property(maps, ({ h, w, place, labels }) => {
        const raster = arrayRaster(oneHot(labels, [h, w], 4, place));
        try {
          const read = toLabels(raster);
          expect([read.depth, read.height, read.width]).toEqual([1, h, w]);
          expect([...read.data]).toEqual(labels);
          expect(read.notes?.join()).toContain(`one-hot along axis ${place}`);
        } catch (error) {
          // Maps of one column repeated are one-hot along two axes: then it is asked, never guessed.
          expect((error as Error).message).toMatch(/one-hot along axis \d and axis \d alike.*--axes/);
        }
      }),
    );
  });

  test("named axes decide", () => {
    const labels = [0, 1, 2, 3, 0, 1];
    const array = oneHot(labels, [2, 3], 4, 0);
    expect([...toLabels(arrayRaster(array, { axes: "cyx" })).data]).toEqual(labels);
    const volume = { data: Uint8Array.from({ length: 24 }, (_, i) => i), shape: [4, 3, 2] };
    const turned = arrayRaster(volume, { axes: "xyz" });
    expect(turned).toMatchObject({ width: 4, height: 3, depth: 2, channels: 1 });
    expect([...turned.data.subarray(0, 4)]).toEqual([0, 6, 12, 18]);
    expect(() => arrayRaster(volume, { axes: "yx" })).toThrow(
      /"yx" do not name those of shape \(4, 3, 2\).*yxc/,
    );
    expect(() => arrayRaster(volume, { axes: "zyq" })).toThrow(/a letter of z, y, x, c for each/);
    expect(() => arrayRaster(volume, { axes: "zxc" })).toThrow(/lack y or x/);
  });

  test("scores are no labels, and the remedy is the argmax", () => {
    const data = Float32Array.from({ length: 2 * 2 * 3 }, (_, i) => (i % 3 === 0 ? 0.5 : 0.25));
    expect(() => toLabels(arrayRaster({ data, shape: [2, 2, 3] }))).toThrow(
      /was taken for pixels of 3 values.*--axes, such as zyx.*argmax/,
    );
  });
});

test("a batch of one image with one channel is that image", () => {
  const data = Uint8Array.from({ length: 30 }, (_, i) => i % 2);
  expect(toLabels(arrayRaster({ data, shape: [1, 1, 5, 6] }))).toMatchObject({
    depth: 1,
    height: 5,
    width: 6,
    data,
  });
});
