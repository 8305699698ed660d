import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  averageSymmetricSurfaceDistance,
  boundaryF1,
  boundaryJaccard,
  hausdorffDistance,
  meanAverageSurfaceDistance,
  normalizedSurfaceDice,
  rmsSurfaceDistance,
  type SurfaceMetric,
  scoreSurface,
  surfaceDistances,
  surfaceMetrics,
} from "../../../src/metrics/index.ts";
import { drawn } from "../../fields/pictures.ts";
import { bruteDistances, bruteEdge, type MaskPair, maskPairs } from "./mask-pairs.ts";

const distancesOf = (pair: MaskPair, options = {}) =>
  surfaceDistances(pair.predicted, pair.truth, pair.shape, { spacing: pair.spacing, ...options });
const swapped = (pair: MaskPair) => ({ ...pair, predicted: pair.truth, truth: pair.predicted });
const empty = (mask: Uint8Array) => mask.every((v) => v === 0);

function expectClose(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value)).toBeLessThanOrEqual(1e-12 * Math.max(1, value));
  });
}

describe("against brute force", () => {
  test.each(["face", "full"] as const)("distances between edge pixels, neighbours by %s", (connectivity) => {
    fc.assert(
      fc.property(maskPairs, (pair) => {
        fc.pre(!empty(pair.predicted) && !empty(pair.truth));
        const [p, t] = [pair.predicted, pair.truth].map((mask) => bruteEdge(mask, pair.shape, connectivity));
        const { fromPrediction, fromTruth } = distancesOf(pair, { connectivity });
        expectClose(fromPrediction.distances, bruteDistances(p, t, pair));
        expectClose(fromTruth.distances, bruteDistances(t, p, pair));
      }),
    );
  });

  test("Hausdorff, means and surface Dice are their definitions", () => {
    fc.assert(
      fc.property(maskPairs, fc.double({ min: 0, max: 6, noNaN: true }), (pair, tolerance) => {
        fc.pre(!empty(pair.predicted) && !empty(pair.truth));
        const found = distancesOf(pair);
        const [a, b] = [found.fromPrediction, found.fromTruth].map(({ distances }) => [...distances]);
        const mean = (values: number[]) => values.reduce((x, y) => x + y, 0) / values.length;
        const both = [...a, ...b];
        expect(scoreSurface(hausdorffDistance, found)).toBe(Math.max(...both));
        expect(scoreSurface(hausdorffDistance, found, { pooled: 1 })).toBe(Math.max(...both));
        expectClose([scoreSurface(averageSymmetricSurfaceDistance, found)!], [mean(both)]);
        expectClose([scoreSurface(meanAverageSurfaceDistance, found)!], [(mean(a) + mean(b)) / 2]);
        // Ties within rounding count.
        const within = both.filter((d) => d <= tolerance * (1 + 1e-6)).length / both.length;
        expect(scoreSurface(normalizedSurfaceDice, found, { tolerance })).toBe(within);
      }),
    );
  });

  test("boundary IoU is that of the pixels within its width of the outside", () => {
    const pairs = fc.tuple(
      maskPairs,
      fc.integer({ min: 8, max: 20 }).map((n) => n / 2 + 0.01),
    );
    fc.assert(
      fc.property(pairs, ([pair, width]) => {
        const bands = [pair.predicted, pair.truth].map((mask) => band(mask, pair, width));
        const all = [...pair.truth.keys()];
        const intersection = all.filter((i) => bands.every((one) => one.has(i))).length;
        const union = all.filter((i) => bands.some((one) => one.has(i))).length;
        const { predicted, truth, shape, spacing } = pair;
        const found = boundaryJaccard(predicted, truth, shape, { spacing, width });
        expect(found).toBe(union === 0 ? 1 : intersection / union);
      }),
    );
  });
});

/** Pixels of a mask near its outside, which a frame of pixels around the image belongs to. */
function band(mask: Uint8Array, { shape, spacing }: MaskPair, width: number): Set<number> {
  const framed = shape.map((size) => size + 2);
  const all = framed.reduce((a, b) => a * b, 1);
  const outside: number[] = [];
  const own = new Map<number, number>();
  for (let i = 0; i < all; i++) {
    let rest = i;
    const at = framed.map(() => 0);
    for (let k = framed.length - 1; k >= 0; k--) {
      at[k] = (rest % framed[k]) - 1;
      rest = Math.floor(rest / framed[k]);
    }
    const within = at.every((c, k) => c >= 0 && c < shape[k]);
    const index = at.reduce((sum, c, k) => sum * shape[k] + c, 0);
    if (within && mask[index]) own.set(i, index);
    else outside.push(i);
  }
  const pair = { shape: framed, spacing, predicted: mask, truth: mask };
  const near = [...own].filter(([i]) => bruteDistances([i], outside, pair)[0] <= width);
  return new Set(near.map(([, index]) => index));
}

describe("laws", () => {
  test("the metrics are symmetric, and perfect for equal masks", () => {
    fc.assert(
      fc.property(maskPairs, (pair) => {
        for (const metric of surfaceMetrics) {
          const there = scoreSurface(metric, distancesOf(pair))!;
          const back = scoreSurface(metric, distancesOf(swapped(pair)))!;
          expectClose([there], [back]);
          const same = scoreSurface(metric, distancesOf({ ...pair, predicted: pair.truth }));
          expect(same).toBe(metric.best === "high" ? 1 : 0);
        }
      }),
    );
  });

  test("distances grow with the spacing; a surface Dice whose tolerance grows with it stays", () => {
    fc.assert(
      fc.property(maskPairs, (pair) => {
        const doubled = { ...pair, spacing: pair.spacing.map((s) => 2 * s) };
        const [one, two] = [distancesOf(pair), distancesOf(doubled)];
        expect(scoreSurface(hausdorffDistance, two)).toBe(2 * scoreSurface(hausdorffDistance, one)!);
        expect(scoreSurface(normalizedSurfaceDice, two, { tolerance: 3 })).toBe(
          scoreSurface(normalizedSurfaceDice, one, { tolerance: 1.5 }),
        );
      }),
    );
  });

  test("percentiles rise to the Hausdorff distance, and no mean exceeds it", () => {
    fc.assert(
      fc.property(
        maskPairs,
        fc.integer({ min: 0, max: 99 }),
        fc.constantFrom(0, 1),
        (pair, percentile, pooled) => {
          const found = distancesOf(pair);
          const at = (p: number) => scoreSurface(hausdorffDistance, found, { percentile: p, pooled })!;
          expect(at(percentile)).toBeLessThanOrEqual(at(percentile + 1) + 1e-12);
          expect(scoreSurface(averageSymmetricSurfaceDistance, found)).toBeLessThanOrEqual(at(100) + 1e-12);
        },
      ),
    );
  });

  test("the greater direction is the symmetric distance, the mean lies between both, and so does surface Dice", () => {
    fc.assert(
      fc.property(maskPairs, fc.integer({ min: 0, max: 100 }), (pair, percentile) => {
        const found = distancesOf(pair);
        fc.pre(found.present === 2);
        const of = (metric: SurfaceMetric, given: object) =>
          ["prediction", "truth", "both"].map(
            (direction) => scoreSurface(metric, found, { ...given, direction })!,
          );
        const [a, b, both] = of(hausdorffDistance, { percentile });
        expect(both).toBe(Math.max(a, b));
        for (const metric of [averageSymmetricSurfaceDistance, rmsSurfaceDistance, normalizedSurfaceDice]) {
          const [from, to, middle] = of(metric, {});
          expect(middle).toBeGreaterThanOrEqual(Math.min(from, to) - 1e-12);
          expect(middle).toBeLessThanOrEqual(Math.max(from, to) + 1e-12);
        }
        const back = distancesOf(swapped(pair));
        expect(scoreSurface(hausdorffDistance, back, { percentile, direction: "truth" })).toBe(a);
      }),
    );
  });

  test("the F1 score of boundaries is the harmonic mean of surface Dice in each direction", () => {
    fc.assert(
      fc.property(maskPairs, fc.integer({ min: 0, max: 4 }), (pair, tolerance) => {
        const found = distancesOf(pair);
        fc.pre(found.present === 2);
        const share = (direction: string) =>
          scoreSurface(normalizedSurfaceDice, found, { tolerance, direction })!;
        const [a, b] = [share("prediction"), share("truth")];
        const expected = a + b === 0 ? 0 : (2 * a * b) / (a + b);
        expect(scoreSurface(boundaryF1, found, { tolerance })).toBe(expected);
      }),
    );
  });

  test("the root mean square lies between the mean and the maximum", () => {
    fc.assert(
      fc.property(maskPairs, (pair) => {
        const found = distancesOf(pair);
        const rms = scoreSurface(rmsSurfaceDistance, found)!;
        expect(rms).toBeGreaterThanOrEqual(scoreSurface(averageSymmetricSurfaceDistance, found)! - 1e-12);
        expect(rms).toBeLessThanOrEqual(scoreSurface(hausdorffDistance, found)! + 1e-12);
      }),
    );
  });

  test("every metric of chessboard distances is at most the Euclidean one, and that at most the taxicab one", () => {
    fc.assert(
      fc.property(maskPairs, (pair) => {
        const found = (["chessboard", "euclidean", "taxicab"] as const).map((distance) =>
          distancesOf(pair, { distance }),
        );
        for (const metric of surfaceMetrics) {
          const [low, middle, high] = found.map((one) => scoreSurface(metric, one)!);
          const sign = metric.best === "low" ? 1 : -1;
          expect(sign * (middle - low)).toBeGreaterThanOrEqual(-1e-9);
          expect(sign * (high - middle)).toBeGreaterThanOrEqual(-1e-9);
        }
      }),
    );
  });

  test("a class of a label map is its mask, and ignored pixels belong to neither", () => {
    fc.assert(
      fc.property(maskPairs, ({ predicted, truth, shape, spacing }) => {
        const [p, t] = [predicted, truth].map((mask) => mask.map((v) => (v ? 7 : 3)));
        const byMask = surfaceDistances(predicted, truth, shape, { spacing });
        expect(surfaceDistances(p, t, shape, { spacing, label: 7 })).toEqual(byMask);
        const cleared = predicted.map((v, i) => (truth[i] ? 0 : v));
        const ignored = surfaceDistances(p, t, shape, { spacing, label: 7, ignore: [7] });
        expect(ignored).toEqual(surfaceDistances(cleared, new Uint8Array(truth.length), shape, { spacing }));
      }),
    );
  });
});

describe("ties", () => {
  // Two slices, one step of single precision apart.
  const [p, t] = [Uint8Array.of(1, 0), Uint8Array.of(0, 1)];
  test.each([0.1, 0.3, 0.7, 1.1, 2.2, 3.3])("a tolerance of one float32 step of %s holds", (step) => {
    for (const spacing of [[step], [Math.fround(step)]]) {
      const found = surfaceDistances(p, t, [2], { spacing });
      const nsd = (tolerance: number) => scoreSurface(normalizedSurfaceDice, found, { tolerance });
      expect([nsd(step), nsd(Math.fround(step)), nsd(step * (1 - 1e-5))]).toEqual([1, 1, 0]);
      const iou = (width: number) => boundaryJaccard(p, p, [2], { spacing, width });
      expect([iou(step), iou(Math.fround(step))]).toEqual([1, 1]);
      expect(() => iou(step * (1 - 1e-5))).toThrow(/width must be at least a pixel/);
    }
  });

  test("a boundary is as wide as many steps of 0.1 say", () => {
    const bar = Uint8Array.of(0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
    // Three steps of 0.1 are 0.30000000000000004.
    const hole = bar.map((v, i) => (i === 5 ? 0 : v));
    expect(boundaryJaccard(bar, hole, [11], { spacing: [0.1], width: 0.3 })).toBe(6 / 8);
  });
});

test("MedPy's surface distances of cubes, from its tests", () => {
  const cube = (size: number, low: number, high: number, holeLow = 0, holeHigh = 0) =>
    Uint8Array.from({ length: size ** 3 }, (_, i) => {
      const at = [Math.floor(i / size ** 2), Math.floor(i / size) % size, i % size];
      const within = (a: number, b: number) => at.every((c) => c >= a && c < b);
      return Number(within(low, high) && !within(holeLow, holeHigh));
    });
  const rms = (p: Uint8Array, t: Uint8Array, size: number, spacing: number[]) =>
    scoreSurface(rmsSurfaceDistance, surfaceDistances(p, t, [size, size, size], { spacing }))!;
  expect(rms(cube(2, 0, 1), cube(2, 1, 2), 2, [1, 1, 1])).toBeCloseTo(1.732050808, 8);
  expect(rms(cube(2, 0, 1), cube(2, 1, 2), 2, [2, 2, 2])).toBeCloseTo(3.464101615, 8);
  expect(rms(cube(5, 1, 4, 2, 3), cube(5, 2, 3), 5, [1, 1, 1])).toBeCloseTo(1.4272480643, 9);
});

describe("empty masks", () => {
  const one = drawn("...", ".1.", "...");
  const none = new Uint8Array(9);
  const missed = surfaceDistances(none, one.labels, [3, 3], { spacing: [3, 4] });

  test("a missed object costs the image's diagonal, or all of the surface", () => {
    expect(surfaceMetrics.map((metric) => scoreSurface(metric, missed))).toEqual([15, 15, 15, 15, 0, 0]);
    expect(surfaceMetrics.map((metric) => scoreSurface(metric, missed, {}, "skip"))).toEqual([
      15, 15, 15, 15, 0, 0,
    ]);
  });

  test("the penalty can be Infinity or a number", () => {
    const penalised = (penalty: number) =>
      scoreSurface(hausdorffDistance, surfaceDistances(one.labels, none, [3, 3], { penalty }), {
        percentile: 95,
      });
    expect([penalised(Infinity), penalised(100)]).toEqual([Infinity, 100]);
    expect(() => penalised(-1)).toThrow(
      /penalty must be "diagonal", Infinity or a distance, 0 or more, got -1/,
    );
  });

  test("the diagonal exceeds every distance within the image", () => {
    fc.assert(
      fc.property(maskPairs, (pair) => {
        const found = distancesOf(pair);
        fc.pre(found.present === 2);
        expect(scoreSurface(hausdorffDistance, found)).toBeLessThan(found.penalty);
      }),
    );
  });

  test("two empty masks are perfect, worst or skipped", () => {
    const both = surfaceDistances(none, none, [3, 3]);
    const values = (policy: "perfect" | "worst" | "skip") =>
      [hausdorffDistance, normalizedSurfaceDice].map((metric) => scoreSurface(metric, both, {}, policy));
    expect(values("perfect")).toEqual([0, 1]);
    expect(values("worst")).toEqual([Math.hypot(3, 3), 0]);
    expect(values("skip")).toEqual([undefined, undefined]);
    expect(boundaryJaccard(none, none, [3, 3], { empty: "skip" })).toBeUndefined();
    expect(boundaryJaccard(none, one.labels, [3, 3])).toBe(0);
  });
});

describe("contour elements", () => {
  const square = drawn("....", ".11.", ".11.", "....");

  test("of a square are its sides less the cut corners", () => {
    const { fromTruth } = surfaceDistances(square.labels, square.labels, [4, 4], { surface: "elements" });
    expect([...fromTruth.weights!].sort()).toEqual([...Array(4).fill(Math.SQRT1_2), 1, 1, 1, 1].sort());
  });

  test("have the spacing's lengths", () => {
    const options = { surface: "elements", spacing: [3, 4] } as const;
    const { fromTruth } = surfaceDistances(square.labels, square.labels, [4, 4], options);
    expect([...fromTruth.weights!].sort()).toEqual([2.5, 2.5, 2.5, 2.5, 3, 3, 4, 4]);
  });

  test("are for 2-D and 3-D", () => {
    const line = Uint8Array.of(0, 1, 1);
    expect(() => surfaceDistances(line, line, [3], { surface: "elements" })).toThrow(
      /surface "elements" is for 2-D and 3-D, got shape \[3\]; use "pixels"/,
    );
  });
});

test("refuses what does not fit", () => {
  const two = new Uint8Array(2);
  expect(() => surfaceDistances(two, two, [3])).toThrow(/truth holds 2 values but shape \[3\] has 3/);
  expect(() => surfaceDistances(two, two, [2], { spacing: [0] })).toThrow(/spacing must be positive/);
  expect(() => surfaceDistances(two, two, [2], { surface: "edges" as "pixels" })).toThrow(/surface must be/);
  expect(() => boundaryJaccard(two, two, [2], { width: 0 })).toThrow(
    /width must be at least a pixel, 1, got 0/,
  );
  const found = surfaceDistances(Uint8Array.of(1), Uint8Array.of(1), [1]);
  expect(() => scoreSurface(hausdorffDistance, found, { percentile: 101 })).toThrow(
    /percentile of hausdorffDistance must be 0 to 100, got /,
  );
});
