import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  calibration,
  froc,
  kernelCalibrationError,
  labelQuality,
  pixelAveragePrecision,
  predictionVariance,
  ranking,
  rankingMetrics,
  rocAuc,
} from "../../../src/metrics/index.ts";

const image = fc.integer({ min: 2, max: 24 }).chain((pixels) =>
  fc.record({
    p: fc.array(
      fc.integer({ min: 0, max: 12 }).map((k) => k / 12),
      { minLength: pixels, maxLength: pixels },
    ),
    truth: fc.uint8Array({ max: 1, minLength: pixels, maxLength: pixels }),
  }),
);
type Image = { readonly p: readonly number[]; readonly truth: Uint8Array };

const rank = (...images: readonly Image[]) =>
  images.reduce((all, { p, truth }) => all.add(Float64Array.from(p), truth), ranking({ classes: 1 }));
const both = ({ truth }: Image) => truth.includes(0) && truth.includes(1);

describe("areas under curves", () => {
  test("the ROC's is the share of pairs in the right order, ties half", () => {
    fc.assert(
      fc.property(image.filter(both), ({ p, truth }) => {
        const pairs: number[] = [];
        for (const [i, a] of truth.entries())
          for (const [j, b] of truth.entries())
            if (a === 1 && b === 0) pairs.push(p[i] > p[j] ? 1 : p[i] === p[j] ? 1 / 2 : 0);
        const mean = pairs.reduce((a, b) => a + b, 0) / pairs.length;
        expect(rocAuc.from(rank({ p, truth }).curve(), {})).toBeCloseTo(mean, 12);
      }),
    );
  });

  test("average precision is 1 where every true pixel is ranked first, the share of true pixels where all are equal", () => {
    fc.assert(
      fc.property(image.filter(both), ({ truth }) => {
        const first = rank({ p: [...truth].map((label) => 0.1 + 0.8 * label), truth }).curve();
        expect(pixelAveragePrecision.from(first, {})).toBe(1);
        const equal = rank({ p: [...truth].map(() => 0.5), truth }).curve();
        expect(pixelAveragePrecision.from(equal, {})).toBeCloseTo(
          truth.filter((label) => label).length / truth.length,
          14,
        );
      }),
    );
  });

  test("shards in any order give the same, to the last bit", () => {
    fc.assert(
      fc.property(fc.array(image, { minLength: 1, maxLength: 6 }), (images) => {
        const merged = images
          .map((one) => rank(one))
          .reverse()
          .reduce((a, b) => a.merge(b), ranking({ classes: 1 }));
        expect(merged.curve()).toEqual(rank(...images).curve());
      }),
    );
  });

  test("rounded to levels there are no more of them than that", () => {
    const p = Float64Array.from({ length: 500 }, (_, i) => ((i * 7919) % 500) / 500);
    const { thresholds } = ranking({ classes: 1, levels: 10 }).add(p, new Uint8Array(500)).curve();
    expect(thresholds).toHaveLength(11);
  });
});

test.each(rankingMetrics)("$name stays in its range, and is 1 of a perfect order", (metric) => {
  fc.assert(
    fc.property(image.filter(both), ({ p, truth }) => {
      const defaults = Object.fromEntries(
        Object.entries(metric.parameters).map(([name, one]) => [name, one.default]),
      );
      const value = metric.from(rank({ p, truth }).curve(), defaults);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1 + 1e-12);
      expect(metric.from(rank({ p: [...truth], truth }).curve(), defaults)).toBe(1);
    }),
  );
});

test("several classes are ranked each against the rest, ignored pixels are not there", () => {
  const all = ranking({ classes: 3, ignore: 255 }).add(
    Float64Array.of(0.7, 0.2, 0.1, 0.2, 0.5, 0.3, 9, 9, 9),
    Uint8Array.of(0, 2, 255),
  );
  expect([...all.curve(2).thresholds]).toEqual([0.3, 0.1]);
  expect(rocAuc.from(all.curve(2), {})).toBe(1);
  expect(() => all.curve(3)).toThrow(/label must be a class, 0 to 2, got 3/);
  expect(() => all.merge(ranking({ classes: 2 }))).toThrow(/same classes and levels/);
  expect(() => all.add(Float64Array.of(1, 0, 0), Uint8Array.of(7))).toThrow(
    /label 7 at index 0 is not one of the 3/,
  );
  expect(() => all.add(Float64Array.of(1, 0), Uint8Array.of(0))).toThrow(
    /must hold 3 per pixel, 3 in all, got 2/,
  );
  expect(() => ranking({ classes: 1 }).add(Float64Array.of(2), Uint8Array.of(0))).toThrow(
    /value 2 at index 0 is no/,
  );
});

describe("calibration of classes", () => {
  test("an edge is met by its single precision neighbour, and belongs where the option says", () => {
    const of = (edges: "lower" | "upper", p: Float32Array) =>
      calibration({ classes: 1, bins: 25, of: "class", edges })
        .add(p, Uint8Array.of(1))
        .bins.findIndex(({ pixels }) => pixels > 0);
    expect([of("lower", Float32Array.of(0.28)), of("upper", Float32Array.of(0.28))]).toEqual([6, 7]);
    expect([of("lower", Float32Array.of(0)), of("upper", Float32Array.of(1))]).toEqual([0, 24]);
  });

  test("l1 <= l2 <= max, and the mean over classes is that of each class alone", () => {
    fc.assert(
      fc.property(image, ({ p, truth }) => {
        const one = calibration({ classes: 1, of: "class" }).add(Float64Array.from(p), truth).scores()!;
        expect(one.expectedCalibrationError).toBeLessThanOrEqual(one.rootMeanSquareCalibrationError + 1e-12);
        expect(one.rootMeanSquareCalibrationError).toBeLessThanOrEqual(one.maximumCalibrationError + 1e-12);
        const two = Float64Array.from({ length: 2 * p.length }, (_, k) =>
          k % 2 ? p[k >> 1] : 1 - p[k >> 1],
        );
        const found = calibration({ classes: 2, of: "class" }).add(two, truth).scores()!;
        expect(found.classes).toHaveLength(2);
        expect(found.classes![1].expected).toBeCloseTo(one.expectedCalibrationError, 12);
      }),
    );
  });

  test("refuses what does not fit", () => {
    expect(() => calibration({ classes: 1, of: "x" as "class" })).toThrow(
      /of must be "winner" or "class", got "x"/,
    );
    expect(() => calibration({ classes: 1, edges: "x" as "lower" })).toThrow(
      /edges must be "lower" or "upper"/,
    );
    expect(() => calibration({ classes: 1 }).merge(calibration({ classes: 1, of: "class" }))).toThrow(
      /same of and edges/,
    );
    expect(() => kernelCalibrationError(new Float32Array(2), new Uint8Array(1), { classes: 2 })).toThrow(
      /2 to 20000/,
    );
    expect(() => labelQuality(new Float32Array(0), new Uint8Array(0))).toThrow(/equally many, 1 or more/);
    expect(() => predictionVariance([])).toThrow(/repeats must be predictions of equal length/);
  });
});

describe("free-response curves", () => {
  const lesions = Uint8Array.of(1, 1, 0, 0, 2, 0);
  const points = [
    { at: [0], probability: 0.9 },
    { at: [1], probability: 0.95 },
    { at: [3], probability: 0.5 },
    { at: [4], probability: 0.4 },
  ];

  test("a lesion is found by its surest point, and further points in it are no false alarms", () => {
    const { thresholds, falseAlarms, sensitivity } = froc().add(points, lesions, [6]).curve();
    expect(thresholds).toEqual([Infinity, 0.95, 0.5, 0.4]);
    expect(falseAlarms).toEqual([0, 0, 1, 1]);
    expect(sensitivity).toEqual([0, 0.5, 0.5, 1]);
    expect(froc().add(points, lesions, [6]).score([0.5, 1, 2])).toBeCloseTo((0.5 + 1 + 1) / 3, 15);
  });

  test("images merge, ignored lesions do not count, points outside are refused", () => {
    const one = froc().add(points, lesions, [6]);
    const two = froc().merge(one).merge(one);
    expect(two.curve().sensitivity).toEqual(one.curve().sensitivity);
    expect(froc().add(points, lesions, [6], { ignore: 2 }).counts.lesions).toBe(1);
    expect(() => froc().add([{ at: [6], probability: 1 }], lesions, [6])).toThrow(
      /point \[6\] is no pixel of shape \[6\]/,
    );
  });
});
