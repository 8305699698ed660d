import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calibration } from "../../../src/metrics/index.ts";

const images = fc.integer({ min: 1, max: 20 }).chain((pixels) =>
  fc.record({
    weights: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 3 * pixels, maxLength: 3 * pixels }),
    truth: fc.uint8Array({ max: 2, minLength: pixels, maxLength: pixels }),
  }),
);

/** Softmax-like rows of three that add up to about 1. */
function rows(weights: readonly number[]): Float64Array {
  return Float64Array.from(weights, (w, i) => {
    const row = weights.slice(3 * Math.floor(i / 3), 3 * Math.floor(i / 3) + 3);
    return w / row.reduce((a, b) => a + b, 0);
  });
}

describe("several classes", () => {
  test("scores are their definitions", () => {
    fc.assert(
      fc.property(images, ({ weights, truth }) => {
        const p = rows(weights);
        const found = calibration({ classes: 3, bins: 1 }).add(p, truth).scores()!;
        const pixels = [...truth.keys()];
        const mean = (of: (i: number) => number) => pixels.reduce((sum, i) => sum + of(i), 0) / pixels.length;
        const row = (i: number) => [...p.subarray(3 * i, 3 * i + 3)];
        const winner = (i: number) => row(i).indexOf(Math.max(...row(i)));
        expect(found.logLoss).toBeCloseTo(
          mean((i) => -Math.log(p[3 * i + truth[i]])),
          12,
        );
        const squares = (i: number) =>
          row(i).reduce((sum, v, c) => sum + (v - Number(c === truth[i])) ** 2, 0);
        expect(found.brier).toBeCloseTo(mean(squares), 12);
        const gap = mean((i) => Number(winner(i) === truth[i])) - mean((i) => Math.max(...row(i)));
        expect(found.expectedCalibrationError).toBeCloseTo(Math.abs(gap), 12);
      }),
    );
  });

  test("shards in any order give the same, to the last bit", () => {
    fc.assert(
      fc.property(fc.array(images, { minLength: 1, maxLength: 5 }), (all) => {
        const one = calibration({ classes: 3 });
        for (const { weights, truth } of all) one.add(rows(weights), truth);
        const shards = all.map(({ weights, truth }) => calibration({ classes: 3 }).add(rows(weights), truth));
        const merged = shards.reverse().reduce((a, b) => a.merge(b), calibration({ classes: 3 }));
        expect(merged.scores()).toEqual(one.scores());
      }),
    );
  });
});

describe("one probability", () => {
  test("Brier score is the mean of (p - y)^2; the bins hold confidence in the label that wins", () => {
    const p = Float32Array.of(0.75, 0.25, 0.75, 0.5);
    const found = calibration({ classes: 1, bins: 4 })
      .add(p, Uint8Array.of(1, 0, 0, 255 % 2))
      .scores()!;
    expect(found.brier).toBe((0.0625 + 0.0625 + 0.5625 + 0.25) / 4);
    // Bin up to 0.5: one pixel, right. Bin up to 0.75: three pixels, two right.
    expect(found.expectedCalibrationError).toBeCloseTo((0.5 + Math.abs(2 - 2.25)) / 4, 15);
    expect(found.maximumCalibrationError).toBe(0.5);
  });

  test("an impossible label has infinite log loss, which no merging undoes", () => {
    const bad = calibration({ classes: 1 }).add(Float32Array.of(0), Uint8Array.of(1));
    const good = calibration({ classes: 1 }).add(Float32Array.of(1), Uint8Array.of(1));
    expect(good.scores()!.logLoss).toBe(0);
    expect(good.merge(bad).scores()!.logLoss).toBe(Infinity);
  });

  test("ignored pixels are not there", () => {
    const options = { classes: 1, ignore: 255 };
    const found = calibration(options).add(Float32Array.of(0.5, Number.NaN), Uint8Array.of(1, 255)).scores();
    expect(found).toEqual(calibration(options).add(Float32Array.of(0.5), Uint8Array.of(1)).scores());
    expect(calibration(options).scores()).toBeUndefined();
  });
});

test("refuses what is no probability, no label or does not fit, and then adds nothing", () => {
  const all = calibration({ classes: 2 });
  expect(() => all.add(Float32Array.of(0.5, 1.5), Uint8Array.of(0))).toThrow(
    /value 1.5 at index 1 is no probability/,
  );
  expect(() => all.add(Float32Array.of(0.5, 0.5), Uint8Array.of(2))).toThrow(
    /label 2 at index 0 is not one of the 2/,
  );
  expect(() => all.add(Float32Array.of(0.5), Uint8Array.of(0))).toThrow(
    /must hold 2 per pixel, 2 in all, got 1/,
  );
  expect(() => all.merge(calibration({ classes: 2, bins: 3 }))).toThrow(/same classes and bins/);
  expect(() => calibration({ classes: 0 })).toThrow(/classes must be/);
  expect(() => calibration({ classes: 1, bins: 0 })).toThrow(/bins must be/);
  expect(all.scores()).toBeUndefined();
});
