import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeCocoRle } from "../../src/annotations/coco-rle.ts";
import { paintImage } from "../../src/annotations/paint.ts";
import { readYolo } from "../../src/annotations/yolo.ts";

interface Case {
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly top: Readonly<Record<string, string>>;
}

// Written by make_yolo.py: OpenCV 5.0.0.93, pycocotools 2.0.11.
const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../fixtures/yolo.json", import.meta.url), "utf8"),
);

const YOLO = { images: [], classes: new Map(), rule: "border", notes: [] } as const;
const size = { name: "a", width: 640, height: 480 };

test("outlines of masks become the same masks, smaller ones on top, whatever their decimals", () => {
  for (const { width, height, text, top } of cases) {
    const image = readYolo(text, { name: "a", width, height }, [], { wholePixels: true });
    const { data } = paintImage(image, { ...YOLO, smallOnTop: true });
    for (const [label, counts] of Object.entries(top))
      expect(Uint8Array.from(data, (one) => Number(one === Number(label)))).toEqual(
        decodeCocoRle({ size: [height, width], counts }),
      );
  }
});

test("a corner is on the whole pixel that its decimals can mean, and stays between pixels otherwise", () => {
  const corner = (word: string) => {
    const { objects } = readYolo(`0 ${word} 0 0.5 0 0.5 0.5`, size, [], { wholePixels: true });
    const [{ shape }] = objects;
    return shape.kind === "polygon" ? shape.rings[0][0] : undefined;
  };
  // 3/640 to six decimals; cut to whole numbers it would be 2.
  expect(corner("0.004687")).toBe(3);
  expect(corner("4.687e-3")).toBe(3);
  expect(corner("0.0046874")).toBeCloseTo(2.999936, 9);
  expect(corner("0.0050781")).toBeCloseTo(3.249984, 9);
  // Two decimals are 3 pixels either way: nobody knows.
  expect(corner("0.01")).toBeCloseTo(6.4, 12);
});

test.each([
  [
    "0 0.5 0.5 0.2 0.2",
    /line 1: expected .* at least three corners .*; it is a box, as of detection, which has no mask/,
  ],
  ["0 0.5 0.5 0.2 0.2 0.9", /it is a box/],
  [
    "0 .1 .1 .2 .1 .2 .2\n1 10 10 20 10 20 20",
    /line 2: the coordinate 10 is no share from 0 to 1; divide x by the width/,
  ],
  ["0 .1 .1 .2 -0.02 .2 .2", /the coordinate -0\.02 is no share/],
  ["cat .1 .1 .2 .1 .2 .2", /line 1: expected the number of a class/],
  ["0 .1 .1 .2 .1 .2 x", /line 1: expected the number of a class/],
])("%j is refused by its line", (text, message) => {
  expect(() => readYolo(text, size)).toThrow(message);
});
