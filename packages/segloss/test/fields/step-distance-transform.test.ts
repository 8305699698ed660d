import fc from "fast-check";
import { expect, test } from "vitest";
import { distanceTransform, stepDistanceTransform } from "../../src/fields/index.ts";
import { coordinates } from "./brute-force.ts";
import { pictures } from "./pictures.ts";

test.each(["chessboard", "taxicab"] as const)(
  "%s distances are the least over all pixels of the mask",
  (distance) => {
    fc.assert(
      fc.property(pictures(1, "spacing"), ({ values, shape, spacing }) => {
        const inside = [...values.keys()].filter((i) => values[i]);
        const found = stepDistanceTransform(values, shape, { distance, spacing });
        const between = (a: number, b: number) => {
          const [p, q] = [a, b].map((i) => coordinates(i, shape));
          const steps = p.map((c, k) => Math.abs(c - q[k]) * spacing[k]);
          return distance === "taxicab" ? steps.reduce((x, y) => x + y, 0) : Math.max(...steps);
        };
        for (let i = 0; i < values.length; i++) {
          const least = Math.min(...inside.map((k) => between(i, k)));
          if (least === Infinity) expect(found[i]).toBe(Infinity);
          else expect(found[i]).toBeCloseTo(least, 10);
        }
      }),
      { numRuns: 60 },
    );
  },
);

test("chessboard distances are at most Euclidean ones, and those at most taxicab ones", () => {
  fc.assert(
    fc.property(pictures(1, "spacing"), ({ values, shape, spacing }) => {
      const [low, high] = (["chessboard", "taxicab"] as const).map((distance) =>
        stepDistanceTransform(values, shape, { distance, spacing }),
      );
      distanceTransform(values, shape, { spacing }).forEach((middle, i) => {
        expect(low[i]).toBeLessThanOrEqual(middle * (1 + 1e-12));
        expect(middle).toBeLessThanOrEqual(high[i] * (1 + 1e-12));
      });
    }),
    { numRuns: 60 },
  );
});

test("another distance is refused", () => {
  const asked = () => stepDistanceTransform(new Uint8Array(1), [1], { distance: "euclidean" as "taxicab" });
  expect(asked).toThrow(/distance must be "chessboard" or "taxicab", got "euclidean"/);
});
