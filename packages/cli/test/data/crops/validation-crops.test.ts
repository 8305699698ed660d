import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseSquares } from "../../../src/data/crops/choose-squares.ts";
import { validationCrops } from "../../../src/data/crops/validation-crops.ts";
import { memorySource } from "../../../src/data/memory-source.ts";

function imageOf(name: string, width: number, height: number, label: (i: number) => number) {
  const mask = Uint8Array.from({ length: width * height }, (_, i) => label(i));
  return { name, group: name, width, height, image: new Float32Array(width * height).map((_, i) => i), mask };
}

function sourceOf(...images: ReturnType<typeof imageOf>[]) {
  return memorySource({ name: "t", classes: ["a", "b", "c"], channels: 1, ignore: 255, images, notes: [] });
}

describe("crops for assessments", () => {
  test("lie side by side in the middle, none is all ignored, the last batch may be smaller", () => {
    const source = sourceOf(
      imageOf("large", 7, 5, (i) => i % 2),
      imageOf("ignored", 4, 4, () => 255),
      imageOf("small", 1, 2, () => 1),
    );
    const crops = validationCrops(source, { images: [0, 1, 2], size: 2, batch: 3, most: 100 });
    expect(crops.places.filter(({ image }) => image === 0)).toEqual(
      [0, 2].flatMap((y) => [0, 2, 4].map((x) => ({ image: 0, x, y }))),
    );
    expect(crops.places.map(({ image }) => image)).toEqual([0, 0, 0, 0, 0, 0, 2]);
    expect(crops.stepsPerEpoch).toBe(3);
    expect([0, 1, 2].map((step) => crops.at(step).size)).toEqual([3, 3, 1]);
    expect([...crops.at(0).images.subarray(0, 4)]).toEqual([0, 1, 7, 8]);
    expect([...crops.at(2).masks]).toEqual([1, 255, 1, 255]);
    expect(crops.ignore).toBe(255);
  });

  test("hold a class that one square in a hundred has, and are the same each time", () => {
    const source = sourceOf(imageOf("a", 40, 40, (i) => (i === 777 ? 2 : i % 40 < 20 ? 0 : 1)));
    const options = { images: [0], size: 4, batch: 4, most: 6 };
    const { places } = validationCrops(source, options);
    expect(places).toHaveLength(6);
    expect(places.some(({ x, y }) => x === 16 && y === 16)).toBe(true);
    expect(validationCrops(source, options).places).toEqual(places);
  });
});

describe("the choice of squares", () => {
  const squares = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 40 });

  test("is all that hold anything, or as many as may be; no more, and each once, in order", () => {
    fc.assert(
      fc.property(squares, fc.integer({ min: 1, max: 40 }), (held, most) => {
        const chosen = chooseSquares(held, 3, most);
        const some = held.filter((classes) => classes.length > 0).length;
        expect(chosen).toHaveLength(Math.min(some, most));
        expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
        expect(chosen.every((square) => held[square].length > 0)).toBe(true);
      }),
    );
  });

  test("gives each class its part, or all squares that hold it", () => {
    fc.assert(
      fc.property(squares, fc.integer({ min: 3, max: 40 }), (held, most) => {
        const chosen = chooseSquares(held, 3, most);
        for (const label of [0, 1, 2]) {
          const holders = held.filter((classes) => classes.includes(label)).length;
          const got = chosen.filter((square) => held[square].includes(label)).length;
          expect(got).toBeGreaterThanOrEqual(Math.min(holders, Math.floor(most / 3)));
        }
      }),
    );
  });

  test("is evenly spread where classes do not matter", () => {
    expect(chooseSquares(new Array(10).fill([0]), 1, 3)).toEqual([1, 5, 8]);
  });
});
