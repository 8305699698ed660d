import fc from "fast-check";
import { expect, test } from "vitest";
import { squaredDistancesAt, squaredDistanceTransform } from "../../src/fields/index.ts";
import { pictures } from "./pictures.ts";
import { expectWithinRounding } from "./within-rounding.ts";

test("are those of the distance transform, in pixels to the last bit", () => {
  fc.assert(
    fc.property(pictures(1, "pixels"), ({ shape, values }) => {
      const points = Int32Array.from(values.keys());
      expect(squaredDistancesAt(points, values, shape)).toEqual(squaredDistanceTransform(values, shape));
    }),
  );
});

// Two pixels of the mask may be equally far along different axes, and the sums of squares round apart.
test("are those of the distance transform, in spacing within rounding", () => {
  fc.assert(
    fc.property(pictures(1, "spacing"), ({ shape, spacing, values }) => {
      const points = Int32Array.from(values.keys());
      const everywhere = squaredDistanceTransform(values, shape, { spacing });
      squaredDistancesAt(points, values, shape, { spacing }).forEach((distance, i) => {
        expectWithinRounding(distance, everywhere[i]);
      });
    }),
  );
});

test("far from the mask the whole transform is made, with the same values", () => {
  const shape = [60, 60, 60];
  const mask = new Uint8Array(60 ** 3);
  mask[0] = 1;
  const points = Int32Array.from(mask.keys());
  expect(squaredDistancesAt(points, mask, shape)).toEqual(squaredDistanceTransform(mask, shape));
});

test("no points, no distances; an empty mask is infinitely far", () => {
  expect(squaredDistancesAt(new Int32Array(0), Uint8Array.of(1, 0), [2])).toHaveLength(0);
  expect([...squaredDistancesAt(Int32Array.of(1), new Uint8Array(6), [2, 3])]).toEqual([Infinity]);
});
