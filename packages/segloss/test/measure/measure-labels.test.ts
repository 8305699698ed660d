import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureLabels } from "../../src/measure/measure-labels.ts";
import { surfaceElements } from "../../src/metrics/surface/surface-elements.ts";

const maps = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain((shape) => {
    const pixels = shape[0] * shape[1] * shape[2];
    return fc.record({
      shape: fc.constant(shape),
      labels: fc.array(fc.nat({ max: 2 }), { minLength: pixels, maxLength: pixels }),
    });
  });

describe("measures of a label", () => {
  test("of a box in a volume, by hand", () => {
    // 2 x 3 x 4 voxels of 3 x 2 x 1 mm at (1, 0, 1).
    const shape = [4, 4, 6];
    const labels = new Uint8Array(96);
    for (let z = 1; z < 3; z++)
      for (let y = 0; y < 3; y++) for (let x = 1; x < 5; x++) labels[(z * 4 + y) * 6 + x] = 7;
    const [one, ...others] = measureLabels(labels, shape, { spacing: [3, 2, 1] });
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      ...{ label: 7, pixels: 24, size: 144, components: 1, largest: 144 },
      box: [
        [1, 2],
        [0, 2],
        [1, 4],
      ],
      centroid: [4.5, 2, 2.5],
    });
    // Less than the box of 6 x 6 x 4, whose corners and edges the cells cut.
    expect(one.surface).toBeGreaterThan(120);
    expect(one.surface).toBeLessThan(168);
  });

  test("contours of 2-D masks, by hand", () => {
    const surface = (rows: number[][], spacing = [1, 1]) =>
      measureLabels(Uint8Array.from(rows.flat()), [rows.length, rows[0].length], { spacing })[0].surface;
    // One pixel is a diamond through the middles to its neighbours; it may touch the side of the image.
    expect(surface([[1]])).toBeCloseTo(4 * Math.hypot(0.5, 0.5), 12);
    expect(
      surface(
        [
          [0, 0, 0],
          [0, 1, 0],
          [0, 0, 0],
        ],
        [2, 1],
      ),
    ).toBeCloseTo(4 * Math.hypot(1, 0.5), 12);
    expect(surface([[1, 1, 1]])).toBeCloseTo(4 * Math.hypot(0.5, 0.5) + 4, 12);
  });

  test("a volume of spheres comes near to the formulas", () => {
    const radius = 14;
    const size = 2 * radius + 3;
    const labels = Uint8Array.from({ length: size ** 3 }, (_, i) => {
      const [x, y, z] = [i % size, Math.floor(i / size) % size, Math.floor(i / size ** 2)].map(
        (at) => at - radius - 1,
      );
      return Number(x * x + y * y + z * z <= radius * radius);
    });
    const [sphere] = measureLabels(labels, [size, size, size], { spacing: [0.5, 0.5, 0.5] });
    expect(sphere.size / ((4 / 3) * Math.PI * (radius / 2) ** 3)).toBeCloseTo(1, 2);
    // Steps of voxels make the surface of marching cubes some 8 % too large.
    expect(sphere.surface! / (4 * Math.PI * (radius / 2) ** 2)).toBeGreaterThan(1.02);
    expect(sphere.surface! / (4 * Math.PI * (radius / 2) ** 2)).toBeLessThan(1.12);
    expect(sphere.centroid.every((at) => Math.abs(at - (radius + 1) / 2) < 1e-12)).toBe(true);
  });

  test("add up to the image, and lie within their boxes", () => {
    fc.assert(
      fc.property(maps, ({ shape, labels }) => {
        const measured = measureLabels(Uint8Array.from(labels), shape, { ignore: [] });
        expect(measured.map(({ label }) => label)).toEqual([...new Set(labels)].sort());
        expect(measured.reduce((sum, { pixels }) => sum + pixels, 0)).toBe(labels.length);
        for (const { box, centroid, size, largest, components, pixels } of measured) {
          box.forEach(([first, last], axis) => {
            expect(centroid[axis]).toBeGreaterThanOrEqual(first);
            expect(centroid[axis]).toBeLessThanOrEqual(last);
          });
          expect(largest * components).toBeGreaterThanOrEqual(size);
          expect(components).toBeLessThanOrEqual(pixels);
        }
      }),
    );
  });

  test("surfaces are those of the elements that surface distances weigh", () => {
    fc.assert(
      fc.property(maps, ({ shape, labels }) => {
        const padded = shape.map((size) => size + 2);
        const [, height, width] = padded;
        const pixels = new Uint8Array(padded.reduce((a, b) => a * b));
        labels.forEach((label, i) => {
          const [x, y, z] = [
            i % shape[2],
            Math.floor(i / shape[2]) % shape[1],
            Math.floor(i / (shape[1] * shape[2])),
          ];
          if (label === 1) pixels[((z + 1) * height + y + 1) * width + x + 1] = 1;
        });
        const spacing = [2, 1.5, 1];
        const { marks, measure } = surfaceElements({ pixels, shape: padded, ignored: "none" }, spacing);
        const elements = marks.reduce((sum, mark, point) => sum + (mark & 1 ? measure!(point, 1) : 0), 0);
        const [one] = measureLabels(Uint8Array.from(labels), shape, { spacing, ignore: [0, 2] });
        expect(one?.surface ?? 0).toBeCloseTo(elements, 9);
      }),
    );
  });

  test("labels below 0 are labels", () => {
    const [one] = measureLabels(Int8Array.of(-1, -1, 0, -1), [4]);
    expect(one).toMatchObject({ label: -1, pixels: 3, components: 2, largest: 2 });
  });

  test("one axis has no surface; what does not fit is refused", () => {
    expect(measureLabels(Uint8Array.of(0, 3, 3, 0, 3), [5])[0]).toEqual({
      ...{ label: 3, pixels: 3, size: 3, box: [[1, 4]], centroid: [7 / 3], components: 2, largest: 2 },
      surface: undefined,
    });
    expect(() => measureLabels(new Uint8Array(5), [2, 2])).toThrow(
      /labels holds 5 values but shape \[2, 2\] has 4 pixels/,
    );
    expect(() => measureLabels(new Uint8Array(4), [2, 2], { spacing: [1] })).toThrow(/one number per axis/);
  });
});
