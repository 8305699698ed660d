import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distanceTransform, signedDistance, squaredDistanceTransform } from "../../src/fields/index.ts";
import { bruteSquaredDistances } from "./brute-force.ts";
import { drawn, pictures } from "./pictures.ts";
import { expectWithinRounding } from "./within-rounding.ts";

describe("distanceTransform", () => {
  test("equals the distance over all pairs to the last bit when pixels are unit squares", () => {
    fc.assert(
      fc.property(pictures(1, "pixels"), (picture) => {
        const squared = bruteSquaredDistances(picture);
        expect([...squaredDistanceTransform(picture.values, picture.shape)]).toEqual(squared);
        expect([...distanceTransform(picture.values, picture.shape)]).toEqual(squared.map(Math.sqrt));
      }),
      { numRuns: 200 },
    );
  });

  test("equals the distance over all pairs within rounding for any spacing", () => {
    fc.assert(
      fc.property(pictures(1, "spacing"), (picture) => {
        const { shape, spacing, values } = picture;
        const distances = distanceTransform(values, shape, { spacing });
        bruteSquaredDistances(picture).forEach((squared, i) => {
          expectWithinRounding(distances[i], Math.sqrt(squared));
        });
      }),
      { numRuns: 200 },
    );
  });

  test("one pixel: the distances of its rows and columns", () => {
    const { labels, shape } = drawn("....", ".1..", "....");
    const r2 = Math.SQRT2;
    expect([...distanceTransform(labels, shape)]).toEqual(
      [
        [r2, 1, r2, Math.sqrt(5)],
        [1, 0, 1, 2],
        [r2, 1, r2, Math.sqrt(5)],
      ].flat(),
    );
  });

  test("an empty mask is infinitely far, a full one is at 0", () => {
    expect([...distanceTransform(new Uint8Array(6), [2, 3])]).toEqual(Array(6).fill(Infinity));
    expect([...distanceTransform(new Uint8Array(6).fill(9), [2, 3])]).toEqual(Array(6).fill(0));
  });

  test("a line of 100 000 pixels with its mask at one end stays exact", () => {
    const mask = new Uint8Array(200_000);
    mask[0] = 1;
    const distances = distanceTransform(mask, [2, 100_000]);
    expect(distances[99_999]).toBe(99_999);
    expect(distances[199_999]).toBe(Math.sqrt(99_999 ** 2 + 1));
  });

  test("writes into the caller's array", () => {
    const output = new Float64Array(3);
    expect(distanceTransform(new Uint8Array([1, 0, 0]), [3], { output })).toBe(output);
    expect([...output]).toEqual([0, 1, 2]);
  });

  test.each([
    [new Uint8Array(6), [2, 2], {}, /mask holds 6 values but shape \[2, 2\] has 4 pixels/],
    [new Uint8Array(0), [0], {}, /shape must be .* got \[0\]/],
    [new Uint8Array(1), [1, 1, 1, 1], {}, /shape must be .* got \[1, 1, 1, 1\]/],
    [new Uint8Array(1), [], {}, /shape must be .* got \[\]/],
    [new Uint8Array(4), [2.5], {}, /shape must be .* got \[2.5\]/],
    [new Uint8Array(4), [2, 2], { spacing: [1] }, /one number per axis of the shape, 2 in all/],
    [new Uint8Array(4), [2, 2], { spacing: [1, 0] }, /spacing must be positive and finite along every axis/],
    [new Uint8Array(4), [2, 2], { spacing: [1, NaN] }, /spacing must be positive and finite/],
    [new Uint8Array(4), [2, 2], { output: new Float64Array(3) }, /output must hold 4 values.* holds 3/],
  ])("refuses what does not fit (%#)", (mask, shape, options, message) => {
    expect(() => distanceTransform(mask, shape, options)).toThrow(message);
  });
});

describe("signedDistance", () => {
  test("is plus the distance outside and minus the distance of the complement inside", () => {
    fc.assert(
      fc.property(pictures(1, "spacing"), ({ shape, spacing, values }) => {
        fc.pre(values.includes(0) && values.includes(1));
        const outside = distanceTransform(values, shape, { spacing });
        const inside = distanceTransform(
          values.map((value) => 1 - value),
          shape,
          { spacing },
        );
        const expected = [...outside].map((d, i) => (values[i] ? -inside[i] : d));
        expect([...signedDistance(values, shape, { spacing })]).toEqual(expected);
      }),
    );
  });

  test("has no border to measure from when the mask is empty or full", () => {
    expect([...signedDistance(new Uint8Array(3), [3])]).toEqual([0, 0, 0]);
    expect([...signedDistance(new Uint8Array(3).fill(1), [3])]).toEqual([0, 0, 0]);
  });

  test("the example of its documentation", () => {
    expect([...signedDistance(new Uint8Array([0, 0, 1, 1, 1]), [5])]).toEqual([2, 1, -1, -2, -3]);
  });
});
