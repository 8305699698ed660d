import fc from "fast-check";
import { expect, test } from "vitest";
import { surfaceDistances } from "../../../src/metrics/index.ts";
import { cubeArea } from "../../../src/metrics/surface/cube-area.ts";

const steps = fc.tuple(...[0, 1, 2].map(() => fc.double({ min: 0.1, max: 5, noNaN: true })));
const cubes = fc.nat({ max: 255 });

test("the area of a cube is that of its complement, and of its mirror images", () => {
  fc.assert(
    fc.property(cubes, steps, fc.nat({ max: 7 }), (inside, spacing, mirror) => {
      let mirrored = 0;
      for (let k = 0; k < 8; k++) if (inside & (1 << k)) mirrored |= 1 << (k ^ mirror);
      const area = cubeArea(inside, spacing);
      expect(cubeArea(255 - inside, spacing)).toBeCloseTo(area, 12);
      expect(cubeArea(mirrored, spacing)).toBeCloseTo(area, 12);
    }),
  );
});

test("turning a cube turns its spacing", () => {
  fc.assert(
    fc.property(cubes, steps, (inside, [z, y, x]) => {
      // Corner (x, y, z) goes to (y, z, x).
      let turned = 0;
      for (let k = 0; k < 8; k++)
        if (inside & (1 << k)) turned |= 1 << (((k >> 1) & 1) | (((k >> 2) & 1) << 1) | ((k & 1) << 2));
      expect(cubeArea(turned, [x, z, y])).toBeCloseTo(cubeArea(inside, [z, y, x]), 12);
    }),
  );
});

test("twice the spacing is four times the area", () => {
  fc.assert(
    fc.property(cubes, steps, (inside, spacing) => {
      const twice = spacing.map((step) => 2 * step);
      expect(cubeArea(inside, twice)).toBeCloseTo(4 * cubeArea(inside, spacing), 10);
    }),
  );
});

test("one corner is a triangle, a half cube a square, a whole one nothing", () => {
  expect(cubeArea(1, [1, 1, 1])).toBeCloseTo(Math.sqrt(3) / 8, 15);
  expect(cubeArea(0b1111, [7, 3, 2])).toBeCloseTo(6, 15);
  expect(cubeArea(0b01010101, [7, 3, 2])).toBeCloseTo(21, 15);
  expect([cubeArea(0, [1, 1, 1]), cubeArea(255, [1, 1, 1])]).toEqual([0, 0]);
});

test("the elements of a box are its faces less edges and corners cut off", () => {
  const shape = [5, 6, 7];
  const box = new Uint8Array(210).fill(1);
  const { fromTruth } = surfaceDistances(box, box, shape, { surface: "elements" });
  const area = fromTruth.weights!.reduce((a, b) => a + b, 0);
  // Faces between the outermost centres, 12 edges as slants of width 1/sqrt(2), 8 corners.
  const faces = 2 * (4 * 5 + 5 * 6 + 4 * 6);
  const edges = (4 * (4 + 5 + 6)) / Math.SQRT2;
  expect(area).toBeCloseTo(faces + edges + Math.sqrt(3), 12);
  expect(fromTruth.distances.every((d) => d === 0)).toBe(true);
});
