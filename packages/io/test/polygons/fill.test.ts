import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeCocoRle } from "../../src/annotations/coco-rle.ts";
import { FILLS } from "../../src/polygons/fills.ts";
import type { FillRule, Ring } from "../../src/polygons/ring.ts";

interface Case {
  readonly ring: Ring;
  readonly width: number;
  readonly height: number;
  readonly simple: boolean;
  readonly coco: string;
  readonly border: string;
}

// Written by make_polygons.py: pycocotools 2.0.11, Pillow 12.3.0.
const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../fixtures/polygons.json", import.meta.url), "utf8"),
);

function filled(rule: FillRule, rings: readonly Ring[], width: number, height = width): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (const ring of rings) FILLS[rule](ring, { width, height }, mask);
  return mask;
}

const picture = (mask: Uint8Array, width: number) =>
  Array.from({ length: mask.length / width }, (_, y) =>
    [...mask.subarray(y * width, (y + 1) * width)].map((one) => ".#"[one]).join(""),
  ).join("/");
const count = (mask: Uint8Array) => mask.reduce((sum, one) => sum + one, 0);

describe("COCO's rule", () => {
  test("is pycocotools' on every outline, whole or crossing itself, inside or beyond the image", () => {
    for (const { ring, width, height, coco } of cases)
      expect(filled("coco", [ring], width, height)).toEqual(
        decodeCocoRle({ size: [height, width], counts: coco }),
      );
  });

  // Worked out with pycocotools 2.0.11.
  test.each<[string, Ring[], number, string]>([
    ["halves", [[0.5, 0.5, 3.5, 0.5, 3.5, 3.5, 0.5, 3.5]], 5, "...../.###./.###./.###./....."],
    ["a triangle", [[0, 0, 5, 0, 0, 5]], 5, "####./###../##.../#..../....."],
    [
      "another triangle",
      [[1, 1, 6, 2, 3, 6]],
      8,
      "......../.###..../..####../..###.../..##..../......../......../........",
    ],
    ["a bow tie", [[0, 0, 6, 6, 6, 0, 0, 6]], 6, "#....#/##..##/######/##..##/#....#/......"],
    ["a diamond", [[3, 0, 6, 3, 3, 6, 0, 3]], 6, "..##../.####./######/.####./..##../......"],
  ])("%s", (_, rings, width, expected) => {
    expect(picture(filled("coco", rings, width), width)).toBe(expected);
  });

  test("rings of one object are a union, never a hole; what is too small has no pixel", () => {
    const hole: Ring[] = [
      [0, 0, 8, 0, 8, 8, 0, 8],
      [2, 2, 6, 2, 6, 6, 2, 6],
    ];
    expect(count(filled("coco", hole, 8))).toBe(64);
    expect(
      count(
        filled(
          "coco",
          [
            [1, 1, 5, 1, 5, 5, 1, 5],
            [3, 3, 7, 3, 7, 7, 3, 7],
          ],
          9,
        ),
      ),
    ).toBe(28);
    expect(count(filled("coco", [[1, 1, 3, 3, 5, 5]], 8))).toBe(0);
    expect(count(filled("coco", [[3.3, 3.3, 3.7, 3.3, 3.7, 3.7, 3.3, 3.7]], 8))).toBe(1);
    expect(count(filled("coco", [[2.8, 2.8, 3.2, 2.8, 3.2, 3.2, 2.8, 3.2]], 8))).toBe(0);
  });
});

describe("the rule of drawing programs", () => {
  test("is Pillow's, but for a pixel or two at flat tips, where Pillow's own rounding decides", () => {
    const differences = cases.map(({ ring, width, height, border }) => {
      const expected = decodeCocoRle({ size: [height, width], counts: border });
      return filled("border", [ring], width, height).filter((one, i) => one !== expected[i]).length;
    });
    expect(differences.filter((pixels) => pixels > 0).length).toBeLessThanOrEqual(2);
    expect(Math.max(...differences)).toBeLessThanOrEqual(3);
  });

  test("corners are cut, not rounded, and the border is inside", () => {
    for (const by of [0, 0.5, 0.9]) {
      const [a, b] = [2 + by, 6 + by];
      const mask = filled("border", [[a, a, b, a, b, b, a, b]], 9);
      expect(count(mask)).toBe(25);
      expect([mask[2 * 9 + 2], mask[6 * 9 + 6], mask[7 * 9 + 7]]).toEqual([1, 1, 0]);
    }
  });

  test("a disc of radius 5 has 101 pixels, and 72 by COCO's rule", () => {
    const disc = Array.from({ length: 64 }, (_, k) => {
      const angle = (2 * Math.PI * k) / 64;
      return [10.5 + 5 * Math.cos(angle), 10.5 + 5 * Math.sin(angle)].map(
        (value) => Math.round(100 * value) / 100,
      );
    }).flat();
    expect(count(filled("coco", [disc], 24))).toBe(72);
    expect(count(filled("border", [disc], 24))).toBe(101);
  });
});

test("by pixel centres, rectangles that share a side share no pixel and leave none out", () => {
  const side = fc.double({ min: 0, max: 12, noNaN: true });
  fc.assert(
    fc.property(side, side, side, (a, b, c) => {
      const [left, middle, right] = [a, b, c].sort((x, y) => x - y);
      const rectangle = (from: number, to: number): Ring => [from, 1, to, 1, to, 9, from, 9];
      const [one, two] = [
        filled("centre", [rectangle(left, middle)], 12),
        filled("centre", [rectangle(middle, right)], 12),
      ];
      expect(one.some((pixel, i) => pixel && two[i])).toBe(false);
      expect(count(one) + count(two)).toBe(count(filled("centre", [rectangle(left, right)], 12)));
    }),
  );
});
