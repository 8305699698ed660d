import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { surfaceDistances } from "../../../src/metrics/index.ts";
import { possibleCells } from "../../../src/metrics/surface/ignored-corners.ts";
import { drawn } from "../../fields/pictures.ts";

describe("a cell with ignored corners", () => {
  test("goes straight on from a known side", () => {
    // Of a square the upper row is known: the contour goes down between its two pixels.
    expect(possibleCells(0b0001, 0b1100, 4)).toEqual([0b0101]);
    // Of a cube the lower face is known.
    expect(possibleCells(0b0110, 0b11110000, 8)).toEqual([0b01100110]);
  });

  test("is both where the nearest known corners disagree", () => {
    expect(possibleCells(0b0001, 0b0110, 4).sort()).toEqual([0b0001, 0b0011, 0b0101, 0b0111]);
    expect(possibleCells(0b0001, 0b0010, 4).sort()).toEqual([0b0001, 0b0011]);
  });

  test("has no contour where the known corners agree, whatever bits stand for the ignored ones", () => {
    const cells = fc.record({
      corners: fc.constantFrom(4, 8),
      inside: fc.integer({ min: 0, max: 255 }),
      ignored: fc.integer({ min: 0, max: 254 }),
    });
    fc.assert(
      fc.property(cells, ({ corners, ...given }) => {
        const all = 2 ** corners - 1;
        const [inside, ignored] = [given.inside & all, given.ignored & all];
        fc.pre(ignored !== all);
        const found = possibleCells(inside, ignored, corners);
        expect(possibleCells(inside | ignored, ignored, corners)).toEqual(found);
        expect(possibleCells(all & ~ignored, ignored, corners)).toEqual([all]);
        expect(possibleCells(ignored, ignored, corners)).toEqual([0]);
        for (const cell of found) expect(cell & ~ignored).toBe(inside & ~ignored);
        // Inside and outside are treated alike.
        const turned = possibleCells(all & ~inside, ignored, corners).map((cell) => all - cell);
        expect(turned.sort()).toEqual([...found].sort());
      }),
    );
  });
});

test("a straight contour keeps its length across an ignored row", () => {
  const { labels, shape } = drawn("111...", "111...", "111...", "111...", "111...");
  const straight = (options: object) => {
    const { fromTruth } = surfaceDistances(labels, labels, shape, { surface: "elements", ...options });
    return [...fromTruth.weights!].filter((weight) => weight === 1).length;
  };
  for (const row of [1, 2, 3]) {
    const known = labels.map((_, i) => Number(Math.floor(i / 6) !== row));
    // Beyond the image is outside for certain, so that there two cells may be corners.
    expect(straight({ known })).toBe(straight({}) - 2);
  }
});
