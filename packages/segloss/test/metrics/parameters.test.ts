import { expect, test } from "vitest";
import {
  completeParameters,
  hausdorffDistance,
  maskMetricOf,
  scoreSurface,
  surfaceDistances,
} from "../../src/metrics/index.ts";

const metric = maskMetricOf(hausdorffDistance);

test("a choice is its word, or the word's place", () => {
  const defaults = { percentile: 100, pooled: 0, direction: 0, distance: 0 };
  expect(completeParameters(metric)).toEqual(defaults);
  expect(completeParameters(metric, { distance: "taxicab", direction: "prediction" })).toEqual({
    ...{ ...defaults, distance: 2, direction: 1 },
  });
  expect(completeParameters(metric, { distance: 2 })).toEqual({ ...defaults, distance: 2 });
});

test.each([
  [
    { distance: "manhattan" },
    /^distance of hausdorffDistance must be euclidean or chessboard or taxicab, got "manhattan"$/,
  ],
  [{ distance: 3 }, /must be euclidean or chessboard or taxicab, got 3$/],
  [{ distance: 0.5 }, /got 0.5$/],
  [{ percentile: "high" }, /^percentile of hausdorffDistance must be 0 to 100, got "high"$/],
  [{ percentile: 101 }, /^percentile of hausdorffDistance must be 0 to 100, got 101$/],
  [
    { direktion: "both" },
    /has no parameter direktion; its parameters: percentile, pooled, direction, distance$/,
  ],
] as const)("what it cannot be is refused: %o", (given, message) => {
  expect(() => completeParameters(metric, given)).toThrow(message);
});

test("a surface metric takes words, and the distance is that of its distances", () => {
  const [p, t] = [Uint8Array.of(1, 0, 0, 0), Uint8Array.of(1, 0, 0, 1)];
  const of = (distance: "chessboard" | "taxicab", direction: string) =>
    scoreSurface(hausdorffDistance, surfaceDistances(p, t, [2, 2], { distance }), { direction });
  expect([of("chessboard", "truth"), of("taxicab", "truth"), of("taxicab", "prediction")]).toEqual([1, 2, 0]);
  expect(() => surfaceDistances(p, t, [2, 2], { distance: "city" as "taxicab" })).toThrow(
    /distance must be "euclidean" or "chessboard" or "taxicab", got "city"/,
  );
});
