import fc from "fast-check";
import { labelPairs } from "segloss/metrics";
import { expect, it } from "vitest";

const value = fc.record({ p: fc.nat(3), t: fc.nat(300), pixels: fc.integer({ min: 1, max: 5 }) });

it("values that stand for several pixels count as if they were as often in the maps", () => {
  fc.assert(
    fc.property(fc.array(value), (values) => {
      const often = values.flatMap((one) => Array<typeof one>(one.pixels).fill(one));
      const maps = (list: typeof values) =>
        [Uint16Array.from(list, ({ p }) => p), Uint16Array.from(list, ({ t }) => t)] as const;
      const pixels = Float64Array.from(values, (one) => one.pixels);
      expect(labelPairs(...maps(values), pixels)).toEqual(labelPairs(...maps(often)));
    }),
  );
});

it("refuses other numbers of pixels than the maps have values", () => {
  expect(() => labelPairs(Uint8Array.of(0, 1), Uint8Array.of(1, 1), new Float64Array(3))).toThrow(
    "pixels must have a number for each value of the maps, got 3 for 2",
  );
});
