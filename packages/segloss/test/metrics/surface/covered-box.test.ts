import fc from "fast-check";
import { expect, it } from "vitest";
import { boxOfBoth, coveredBox } from "../../../src/metrics/surface/covered-box.ts";

const image = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain((shape) => {
    const pixels = shape[0] * shape[1] * shape[2];
    const set = fc.uniqueArray(fc.nat(pixels - 1), { maxLength: 3 });
    return set.map((places) => ({ shape, pixels, places }));
  });

/** Extents by the places of the pixels that are set. */
function boxByPlaces([, height, width]: readonly number[], places: readonly number[]) {
  const extent = (along: readonly number[]) =>
    along.length === 0 ? [0, 0] : [Math.min(...along), Math.max(...along) + 1];
  return {
    z: extent(places.map((at) => Math.floor(at / (width * height)))),
    y: extent(places.map((at) => Math.floor(at / width) % height)),
    x: extent(places.map((at) => at % width)),
  };
}

it("holds the pixels that are set and no row, column or slice more, wherever in its memory an array begins", () => {
  fc.assert(
    fc.property(image, fc.nat(5), ({ shape, pixels, places }, offset) => {
      const mask = new Uint8Array(pixels + offset).fill(9, 0, offset).subarray(offset);
      for (const at of places) mask[at] = 128;
      expect(coveredBox(mask, shape)).toEqual(boxByPlaces(shape, places));
    }),
  );
});

it("of a label, 0 among them, is that of the mask of this label", () => {
  fc.assert(
    fc.property(
      image,
      fc.nat(2),
      fc.constantFrom(Uint8Array, Uint16Array, Int32Array),
      (drawn, label, Labels) => {
        const { shape, pixels, places } = drawn;
        const map = new Labels(pixels);
        for (const [k, at] of places.entries()) map[at] = 1 + (k % 2);
        const mask = Uint8Array.from(map, (value) => Number(value === label));
        expect(coveredBox(map, shape, label)).toEqual(coveredBox(mask, shape));
      },
    ),
  );
});

it("of both is that of all their pixels", () => {
  fc.assert(
    fc.property(image, fc.nat(3), ({ shape, pixels, places }, cut) => {
      const boxes = [places.slice(0, cut), places.slice(cut)].map((part) => {
        const mask = new Uint8Array(pixels);
        for (const at of part) mask[at] = 1;
        return coveredBox(mask, shape);
      });
      expect(boxOfBoth(boxes[0], boxes[1])).toEqual(boxByPlaces(shape, places));
    }),
  );
});
