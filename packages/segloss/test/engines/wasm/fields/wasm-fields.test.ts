import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type WasmFields, wasmFields } from "../../../../src/engines/wasm/kernels/fields/wasm-fields.ts";
import {
  connectedComponents,
  distanceTransform,
  nearestCells,
  signedDistance,
  squaredDistanceTransform,
  unetWeights,
} from "../../../../src/fields/index.ts";
import { bruteCellDistances, bruteComponents, bruteSquaredDistances } from "../../../fields/brute-force.ts";
import { drawn, pictures } from "../../../fields/pictures.ts";
import { blobs } from "./blobs.ts";
import { expectSame, expectWithin } from "./expect-same.ts";

const fields = wasmFields();

/** Relative error of distances when pixels are no unit squares. */
const BOUND = 3e-7;

/** The reference's functions of the same names. */
const REFERENCE = { squaredDistanceTransform, distanceTransform, signedDistance };
const NAMES = ["squaredDistanceTransform", "distanceTransform", "signedDistance"] as const;

const rounded = (values: Iterable<number>): number[] => Array.from(values, Math.fround);

describe("distances", () => {
  test("equal the distances over all pairs, rounded once, when pixels are unit squares", () => {
    fc.assert(
      fc.property(pictures(1, "pixels"), (picture) => {
        const squared = bruteSquaredDistances(picture);
        expect([...fields.squaredDistanceTransform(picture.values, picture.shape)]).toEqual(squared);
        const roots = rounded(squared.map(Math.sqrt));
        expect([...fields.distanceTransform(picture.values, picture.shape)]).toEqual(roots);
      }),
      { numRuns: 300 },
    );
  });

  test("are within 3e-7 of the distances over all pairs for any spacing", () => {
    fc.assert(
      fc.property(pictures(1, "spacing"), (picture) => {
        const { shape, spacing, values } = picture;
        const found = fields.distanceTransform(values, shape, { spacing });
        expectWithin(found, bruteSquaredDistances(picture).map(Math.sqrt), BOUND);
      }),
      { numRuns: 300 },
    );
  });

  test("signed: plus outside, minus inside, 0 without a border", () => {
    fc.assert(
      fc.property(pictures(1, "pixels"), ({ shape, values }) => {
        const expected = rounded(signedDistance(values, shape));
        expect([...fields.signedDistance(values, shape)]).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["far apart", [257, 700], 4],
    ["a few", [300, 411], 40],
    ["crowded", [120, 131], 600],
    ["volume", [33, 47, 58], 20],
    ["thin volume", [3, 300, 5], 4],
    ["line", [5000], 7],
  ])("on large masks they are the reference's to the last bit: %s", (_, shape, count) => {
    const mask = blobs(shape, count, 5).map((label) => (label > 0 ? 1 : 0));
    for (const name of NAMES) {
      expectSame(fields[name](mask, shape), REFERENCE[name](mask, shape));
    }
    const spacing = shape.map((_size, axis) => [0.7, 1.3, 2.1][axis]);
    const found = fields.signedDistance(mask, shape, { spacing });
    expectWithin(found, signedDistance(mask, shape, { spacing }), BOUND);
  });

  test("a line of 100 000 pixels is exact up to 2^23 squares, then rounded", () => {
    const mask = new Uint8Array(200_000);
    mask[0] = 1;
    const squared = fields.squaredDistanceTransform(mask, [2, 100_000]);
    expect(squared[2896]).toBe(2896 ** 2);
    expect(squared[102_895]).toBe(2895 ** 2 + 1);
    const distances = fields.distanceTransform(mask, [2, 100_000]);
    expectWithin(distances, distanceTransform(mask, [2, 100_000]), 1.2e-7);
  });

  test("scale with the spacing, move with the mask, grow by at most 1 a pixel", () => {
    const shape = [40, 53];
    const mask = blobs(shape, 6, 3).map((label) => (label > 0 ? 1 : 0));
    const once = fields.distanceTransform(mask, shape);
    expect(fields.distanceTransform(mask, shape, { spacing: [4, 4] })).toEqual(once.map((d) => 4 * d));
    const [height, width] = shape;
    for (let i = 0; i < mask.length; i++) {
      if (i % width > 0) expect(Math.abs(once[i] - once[i - 1])).toBeLessThanOrEqual(1 + 1e-5);
      if (i >= width) expect(Math.abs(once[i] - once[i - width])).toBeLessThanOrEqual(1 + 1e-5);
    }
    const lower = new Uint8Array((height + 9) * width);
    lower.set(mask, 9 * width);
    expect(fields.distanceTransform(lower, [height + 9, width]).subarray(9 * width)).toEqual(once);
  });

  test("an axis too long for the kernels is left to the reference", () => {
    const mask = new Uint8Array(2 * 65_536);
    mask[3] = 1;
    const shape = [65_536, 2];
    for (const name of NAMES) expectSame(fields[name](mask, shape), REFERENCE[name](mask, shape));
    expectSame(fields.nearestCells(mask, shape).d1, nearestCells(mask, shape).d1);
    expectSame(fields.unetWeights(mask, shape), unetWeights(mask, shape));
  });
});

describe("nearest two cells", () => {
  test.each([2, 5, 40])("equal the distances over all pairs, rounded once, up to %i cells", (labels) => {
    fc.assert(
      fc.property(pictures(labels, "pixels"), (picture) => {
        const { d1, d2 } = fields.nearestCells(picture.values, picture.shape);
        const expected = bruteCellDistances(picture);
        expect([...d1]).toEqual(rounded(expected.map((cells) => Math.sqrt(cells[0]))));
        expect([...d2]).toEqual(rounded(expected.map((cells) => Math.sqrt(cells[1]))));
      }),
      { numRuns: 200 },
    );
  });

  test("are within 3e-7 of the distances over all pairs for any spacing", () => {
    fc.assert(
      fc.property(pictures(7, "spacing"), (picture) => {
        const { shape, spacing, values } = picture;
        const { d1, d2 } = fields.nearestCells(values, shape, { spacing });
        const expected = bruteCellDistances(picture);
        expectWithin(
          d1,
          expected.map((cells) => Math.sqrt(cells[0])),
          BOUND,
        );
        expectWithin(
          d2,
          expected.map((cells) => Math.sqrt(cells[1])),
          BOUND,
        );
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["far apart", [257, 700], 4],
    ["a few", [300, 411], 40],
    ["crowded", [200, 331], 3000],
    ["volume", [33, 47, 58], 20],
    ["line", [5000], 7],
  ])("on large images they are the reference's to the last bit: %s", (_, shape, count) => {
    const labels = blobs(shape, count, 8);
    const { d1, d2 } = fields.nearestCells(labels, shape);
    const expected = nearestCells(labels, shape);
    expectSame(d1, expected.d1);
    expectSame(d2, expected.d2);
    expect(d2.every((d, i) => d >= d1[i])).toBe(true);
    expectSame(d1, fields.distanceTransform(labels, shape));
    expectWithin(fields.unetWeights(labels, shape), unetWeights(labels, shape), 1e-6);
  });

  test("do not depend on the names of the cells, be they short or long", () => {
    fc.assert(
      fc.property(pictures(9, "pixels"), ({ values, shape }) => {
        const renamed = values.map((label) => (label === 0 ? 0 : 1_000_000 - 37 * label));
        expect(fields.nearestCells(renamed, shape)).toEqual(fields.nearestCells(values, shape));
      }),
    );
    const shape = [120, 131];
    const labels = blobs(shape, 60, 6);
    const renamed = labels.map((label) => (label === 0 ? 0 : label * 70_001));
    const { d1, d2 } = fields.nearestCells(labels, shape);
    const again = fields.nearestCells(renamed, shape);
    expectSame(again.d1, d1);
    expectSame(again.d2, d2);
  });

  test("more cells than a key can name are left to the reference", () => {
    const shape = [20_000, 2];
    const labels = Int32Array.from({ length: 40_000 }, (_, i) => i + 1);
    expectSame(fields.nearestCells(labels, shape).d2, nearestCells(labels, shape).d2);
    expectSame(fields.unetWeights(labels, shape), unetWeights(labels, shape));
  });

  test("of square pixels are those of unit pixels times their size", () => {
    const shape = [120, 131];
    const labels = blobs(shape, 60, 6);
    const { d1, d2 } = fields.nearestCells(labels, shape, { spacing: [0.7, 0.7] });
    const unit = nearestCells(labels, shape);
    const sized = (distance: number): number => 0.7 * distance;
    expectWithin(d1, unit.d1.map(sized), 1.2e-7);
    expectWithin(d2, unit.d2.map(sized), 1.2e-7);
    const options = { spacing: [0.7, 0.7], sigma: 2 };
    expectWithin(fields.unetWeights(labels, shape, options), unetWeights(labels, shape, options), 1e-6);
  });

  test("an axis too long for short keys is exact too", () => {
    const labels = new Uint8Array(2 * 20_000);
    labels[0] = 1;
    labels[30_001] = 2;
    const found = fields.nearestCells(labels, [20_000, 2]);
    const expected = nearestCells(labels, [20_000, 2]);
    expectWithin(found.d1, expected.d1, 1.2e-7);
    expectWithin(found.d2, expected.d2, 1.2e-7);
  });

  test("labels of 32 bits without sign are told apart", () => {
    const labels = new Uint32Array([4294967295, 0, 4294967294]);
    expect([...fields.nearestCells(labels, [3]).d2]).toEqual([2, 1, 2]);
  });

  test("weights on the background only, and of fewer than two cells", () => {
    const { labels, shape } = drawn("11.22");
    const options = { only: "background", sigma: 2, w0: 3 } as const;
    expectWithin(fields.unetWeights(labels, shape, options), unetWeights(labels, shape, options), 1e-6);
    expect([...fields.unetWeights(new Uint8Array([0, 1, 0]), [3])]).toEqual([1, 1, 1]);
  });
});

describe("connected components", () => {
  const connectivities = fc.constantFrom<"face" | "edges" | "full">("face", "edges", "full");

  test("equal flood fill, numbers included, for masks and class maps", () => {
    const anyPicture = fc.integer({ min: 1, max: 3 }).chain((n) => pictures(n, "pixels"));
    fc.assert(
      fc.property(anyPicture, connectivities, (picture, connectivity) => {
        const wrap = picture.shape.map(() => false);
        const { labels, count } = fields.connectedComponents(picture.values, picture.shape, { connectivity });
        expect({ labels: [...labels], count }).toEqual(bruteComponents(picture, { connectivity, wrap }));
      }),
      { numRuns: 300 },
    );
  });

  test("a choice of the background, grids that wrap and ignored pixels are the reference's", () => {
    const which = fc.constantFrom("plain", "wraps", "ignores");
    fc.assert(
      fc.property(pictures(2, "pixels"), connectivities, which, (picture, connectivity, kind) => {
        const wrap = kind === "wraps" ? { wrap: picture.shape.map(() => true) } : {};
        const known = kind === "ignores" ? { known: Uint8Array.from(picture.values, (_, i) => i % 3) } : {};
        const options = { connectivity, background: 1, ...wrap, ...known };
        const { labels, count } = fields.connectedComponents(picture.values, picture.shape, options);
        const expected = connectedComponents(picture.values, picture.shape, options);
        expect({ labels: [...labels], count }).toEqual({
          labels: [...expected.labels],
          count: expected.count,
        });
      }),
    );
  });

  test.each([[[300, 411]], [[33, 47, 58]]])("of a large image %j", (shape) => {
    const values = blobs(shape, 90, 4).map((label) => label % 3);
    for (const connectivity of ["face", "full"] as const) {
      const { labels, count } = fields.connectedComponents(values, shape, { connectivity });
      const expected = connectedComponents(values, shape, { connectivity });
      expect(count).toBe(expected.count);
      expect(labels.findIndex((label, i) => label !== expected.labels[i])).toBe(-1);
    }
  });
});

describe("the door", () => {
  test("writes into the caller's arrays", () => {
    const output = new Float32Array(3);
    expect(fields.distanceTransform(new Uint8Array([1, 0, 0]), [3], { output })).toBe(output);
    expect([...output]).toEqual([0, 1, 2]);
    const two = { d1: new Float32Array(2), d2: new Float32Array(2) };
    expect(fields.nearestCells(new Uint8Array([1, 2]), [2], { output: two }).d2).toBe(two.d2);
    expect([...two.d1, ...two.d2]).toEqual([0, 0, 1, 1]);
  });

  test.each<[(to: WasmFields) => unknown, RegExp]>([
    [(to) => to.distanceTransform(new Uint8Array(6), [2, 2]), /mask holds 6 values but shape \[2, 2\]/],
    [
      (to) => to.distanceTransform(new Uint8Array(4), [2, 2], { spacing: [1, 0] }),
      /spacing must be positive/,
    ],
    [
      (to) => to.signedDistance(new Uint8Array(4), [4], { output: new Float32Array(3) }),
      /output must hold 4 values.* holds 3/,
    ],
    [(to) => to.nearestCells(new Uint8Array(3), [2]), /labels holds 3 values/],
    [
      (to) =>
        to.nearestCells(new Uint8Array(2), [2], {
          output: { d1: new Float32Array(2), d2: new Float32Array(1) },
        }),
      /output\.d2 must hold 2 values/,
    ],
    [(to) => to.connectedComponents(new Uint8Array(3), [2]), /values holds 3 values/],
    [
      (to) => to.connectedComponents(new Uint8Array(2), [2], { connectivity: "edge" as "face" }),
      /connectivity must be "face", "edges" or "full", got "edge"/,
    ],
    [(to) => to.unetWeights(new Uint8Array(2), [2], { sigma: 0 }), /sigma must be a positive number/],
  ])("refuses what does not fit (%#)", (call, message) => {
    expect(() => call(fields)).toThrow(message);
  });

  test("memory: a call after the first takes none, dispose gives all back, the next call works", () => {
    const own = wasmFields();
    const mask = blobs([100, 90], 9, 1);
    const first = own.unetWeights(mask, [100, 90]);
    const used = own.usedBytes();
    for (let i = 0; i < 50; i++) own.unetWeights(mask, [100, 90]);
    own.distanceTransform(mask, [100, 90]);
    expect(own.usedBytes()).toBe(used);
    own.dispose();
    expect(own.usedBytes()).toBe(0);
    expect(own.unetWeights(mask, [100, 90])).toEqual(first);
  });
});
