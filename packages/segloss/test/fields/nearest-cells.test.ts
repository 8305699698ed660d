import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distanceTransform, nearestCells } from "../../src/fields/index.ts";
import { bruteCellDistances } from "./brute-force.ts";
import { drawn, pictures } from "./pictures.ts";
import { expectWithinRounding } from "./within-rounding.ts";

describe("nearestCells", () => {
  test.each([2, 5, 40])("equals the distances over all pairs to the last bit, up to %i cells", (labels) => {
    fc.assert(
      fc.property(pictures(labels, "pixels"), (picture) => {
        const { d1, d2 } = nearestCells(picture.values, picture.shape);
        const expected = bruteCellDistances(picture);
        expect([...d1]).toEqual(expected.map((cells) => Math.sqrt(cells[0])));
        expect([...d2]).toEqual(expected.map((cells) => Math.sqrt(cells[1])));
      }),
      { numRuns: 200 },
    );
  });

  test("equals the distances over all pairs within rounding for any spacing", () => {
    fc.assert(
      fc.property(pictures(7, "spacing"), (picture) => {
        const { shape, spacing, values } = picture;
        const { d1, d2 } = nearestCells(values, shape, { spacing });
        bruteCellDistances(picture).forEach((cells, i) => {
          expectWithinRounding(d1[i], Math.sqrt(cells[0]));
          expectWithinRounding(d2[i], Math.sqrt(cells[1]));
        });
      }),
      { numRuns: 200 },
    );
  });

  test("d1 is the distance to any cell", () => {
    fc.assert(
      fc.property(pictures(9, "pixels"), ({ values, shape }) => {
        expect(nearestCells(values, shape).d1).toEqual(distanceTransform(values, shape));
      }),
    );
  });

  test("does not depend on the names of the labels", () => {
    fc.assert(
      fc.property(pictures(9, "pixels"), ({ values, shape }) => {
        const renamed = values.map((label) => (label === 0 ? 0 : 1_000_000 - 37 * label));
        expect(nearestCells(renamed, shape)).toEqual(nearestCells(values, shape));
      }),
    );
  });

  test("a cell in two pieces is one cell", () => {
    const { labels, shape } = drawn("1.1...2");
    expect([...nearestCells(labels, shape).d2]).toEqual([6, 5, 4, 3, 2, 3, 4]);
  });

  test("fewer than one or two cells: Infinity", () => {
    const none = nearestCells(new Uint8Array(4), [2, 2]);
    expect([...none.d1, ...none.d2]).toEqual(Array(8).fill(Infinity));
    const one = nearestCells(new Uint8Array([5, 0, 0, 0]), [2, 2]);
    expect([...one.d1]).toEqual([0, 1, 1, Math.SQRT2]);
    expect([...one.d2]).toEqual(Array(4).fill(Infinity));
  });

  test("labels of 32 bits without sign are told apart", () => {
    const labels = new Uint32Array([4294967295, 0, 4294967294]);
    expect([...nearestCells(labels, [3]).d2]).toEqual([2, 1, 2]);
  });

  test("writes into the caller's arrays", () => {
    const output = { d1: new Float64Array(2), d2: new Float64Array(2) };
    nearestCells(new Uint8Array([1, 2]), [2], { output });
    expect([...output.d1, ...output.d2]).toEqual([0, 0, 1, 1]);
  });

  test("refuses what does not fit", () => {
    expect(() => nearestCells(new Uint8Array(3), [2])).toThrow(
      /labels holds 3 values but shape \[2\] has 2 pixels/,
    );
    expect(() => nearestCells(new Uint8Array(2), [2], { spacing: [-1] })).toThrow(/spacing must be positive/);
    const output = { d1: new Float64Array(2), d2: new Float64Array(1) };
    expect(() => nearestCells(new Uint8Array(2), [2], { output })).toThrow(/output\.d2 must hold 2 values/);
  });
});
