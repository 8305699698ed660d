import { describe, expect, test } from "vitest";
import {
  bootstrapInterval,
  bootstrapIntervals,
  bootstrapStatistic,
  pairedBootstrapInterval,
} from "../../src/metrics/index.ts";

const scores = [0.91, 0.85, 0.4, 0.77, 0.96, 0.62, 0.88, 0.7];

describe("bootstrapInterval", () => {
  test("of two values has the three means that can be drawn", () => {
    // Means 0, 1/2, 1 with probabilities 1/4, 1/2, 1/4.
    expect(bootstrapInterval([0, 1])).toEqual({ estimate: 0.5, low: 0, high: 1, level: 0.95 });
    expect(bootstrapInterval([0, 1], { level: 0.2 })).toMatchObject({ low: 0.5, high: 0.5 });
  });

  test("of many values agrees with the normal approximation", () => {
    const values = Array.from({ length: 400 }, (_, i) => Math.sin(i * i));
    const mean = values.reduce((a, b) => a + b) / 400;
    const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 400);
    const { estimate, low, high } = bootstrapInterval(values);
    const half = (1.959964 * deviation) / 20;
    expect(estimate).toBeCloseTo(mean, 12);
    expect(Math.abs(high - mean - half)).toBeLessThan(0.05 * half);
    expect(Math.abs(mean - low - half)).toBeLessThan(0.05 * half);
  });

  test("holds the true mean of 20 normal values about as often as documented", () => {
    // Normal values as the sum of twelve uniform ones, from a linear congruential generator.
    let state = 1;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const normal = () => Array.from({ length: 12 }, uniform).reduce((a, b) => a + b) - 6;
    let held = 0;
    for (let trial = 0; trial < 600; trial++) {
      const { low, high } = bootstrapInterval(Array.from({ length: 20 }, normal), {
        resamples: 400,
        seed: trial,
      });
      if (low <= 0 && high >= 0) held++;
    }
    // 95 %, give or take three standard errors of 600 trials.
    expect(held / 600).toBeGreaterThan(0.923);
    expect(held / 600).toBeLessThan(0.977);
  });

  test("is fixed by the seed and does not depend on the order of the values", () => {
    const interval = bootstrapInterval(scores, { seed: 7 });
    expect(bootstrapInterval([...scores].reverse(), { seed: 7 })).toEqual(interval);
    expect(bootstrapInterval(scores, { seed: 8 })).not.toEqual(interval);
  });

  test("is wider at a higher level and holds the estimate", () => {
    const narrow = bootstrapInterval(scores, { level: 0.8 });
    const wide = bootstrapInterval(scores, { level: 0.99 });
    expect(wide.low).toBeLessThan(narrow.low);
    expect(wide.high).toBeGreaterThan(narrow.high);
    expect(narrow.low).toBeLessThan(narrow.estimate);
    expect(narrow.high).toBeGreaterThan(narrow.estimate);
  });

  test("refuses what has no interval", () => {
    expect(() => bootstrapInterval([0.5])).toThrow(/at least 2 images, got 1/);
    expect(() => bootstrapInterval([0.5, NaN])).toThrow(/value 1 is NaN; leave skipped images out/);
    expect(() => bootstrapInterval(scores, { level: 95 })).toThrow(
      /level must be between 0 and 1, such as 0.95, got 95/,
    );
    expect(() => bootstrapInterval(scores, { resamples: 0 })).toThrow(
      /resamples must be a whole number.* got 0/,
    );
    expect(() => bootstrapInterval(scores, { seed: 0.5 })).toThrow(/seed must be a whole number, got 0.5/);
  });
});

test("bootstrapIntervals are those of each list alone, and of the statistic", () => {
  const lists = [scores, scores.map((v) => v ** 2), scores.map((v) => 1 - v)];
  for (const columns of [lists.slice(0, 1), lists.slice(0, 2), lists]) {
    const together = bootstrapIntervals(columns, { seed: 3 });
    expect(together).toEqual(columns.map((values) => bootstrapInterval(values, { seed: 3 })));
    const sorted = columns[0].toSorted((a, b) => a - b);
    const mean = (images: Int32Array) => images.reduce((sum, i) => sum + sorted[i], 0) / images.length;
    expect(together[0]).toEqual(bootstrapStatistic(scores.length, mean, { seed: 3 }));
  }
  expect(bootstrapIntervals([])).toEqual([]);
  expect(() => bootstrapIntervals([[1, 2], [1]])).toThrow(/of equally many images, got 2 and 1/);
});

describe("pairedBootstrapInterval", () => {
  test("sees a small steady difference that the spread of the images hides otherwise", () => {
    const better = scores.map((v, i) => v + 0.01 + 0.001 * (i % 3));
    const { estimate, low } = pairedBootstrapInterval(better, scores);
    expect(estimate).toBeCloseTo(0.010875, 12);
    expect(low).toBeGreaterThan(0.01);
    expect(bootstrapInterval(better).low).toBeLessThan(bootstrapInterval(scores).high);
  });

  test("of one method with itself is 0", () => {
    expect(pairedBootstrapInterval(scores, scores)).toMatchObject({ estimate: 0, low: 0, high: 0 });
  });

  test("refuses scores of different images", () => {
    expect(() => pairedBootstrapInterval([1, 2], [1])).toThrow(/same images, got 2 and 1 values/);
  });
});

test("bootstrapStatistic draws every image about as often", () => {
  const drawn = new Float64Array(8);
  bootstrapStatistic(8, (images) => {
    for (const image of images) drawn[image]++;
    return 0;
  });
  // 10 000 resamples and the estimate: 10 001 expected, standard error 94.
  for (const times of drawn) expect(Math.abs(times - 10_001)).toBeLessThan(4 * 94);
});
