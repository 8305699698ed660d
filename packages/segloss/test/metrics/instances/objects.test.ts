import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectedComponents } from "../../../src/fields/index.ts";
import {
  aggregatedJaccard,
  compareObjects,
  detectedObjects,
  emptyScore,
  findObjects,
  instanceCounts,
  instanceOverlaps,
  lesionDetection,
  type MaskPair,
  maskMetrics,
  matchInstances,
  objectMetrics,
  panopticQuality,
  withoutSmallObjects,
} from "../../../src/metrics/index.ts";
import { drawn } from "../../fields/pictures.ts";

const SHAPE = [6, 7];
const maps = fc.record({
  predicted: fc.uint8Array({ max: 4, minLength: 42, maxLength: 42 }),
  truth: fc.uint8Array({ max: 4, minLength: 42, maxLength: 42 }),
});

function pairOf(predicted: Uint8Array, truth: Uint8Array, empty: MaskPair["empty"] = "perfect"): MaskPair {
  return {
    ...{ predicted, truth, shape: SHAPE, spacing: [1, 1], empty },
    objects: () => [predicted, truth],
    surface: () => {
      throw new Error("no surface is asked for");
    },
  };
}

const defaults = (metric: (typeof objectMetrics)[number]) =>
  Object.fromEntries(Object.entries(metric.parameters).map(([name, p]) => [name, p.default]));

describe.each(objectMetrics)("$name", (metric) => {
  const value = (p: Uint8Array, t: Uint8Array, empty?: MaskPair["empty"]) =>
    metric.from(pairOf(p, t, empty), defaults(metric));

  test("stays in its range, is 1 of a map and itself, 0 where one is empty", () => {
    fc.assert(
      fc.property(maps, ({ predicted, truth }) => {
        expect(value(predicted, truth)).toBeGreaterThanOrEqual(0);
        expect(value(predicted, truth)).toBeLessThanOrEqual(1);
        expect(value(truth, truth)).toBe(1);
        fc.pre(truth.some((label) => label > 0));
        const none = new Uint8Array(42);
        expect([value(none, truth), value(truth, none)]).toEqual([0, 0]);
      }),
      { numRuns: 40 },
    );
  });

  test("of nothing at all is what the policy says", () => {
    const none = new Uint8Array(42);
    for (const empty of ["perfect", "worst", "skip"] as const)
      expect(value(none, none, empty)).toBe(emptyScore(empty));
  });

  test("does not depend on the numbers of the objects", () => {
    fc.assert(
      fc.property(maps, ({ predicted, truth }) => {
        const renamed = (labels: Uint8Array) => labels.map((label) => (label ? 10 - label : 0));
        expect(value(renamed(predicted), renamed(truth))).toBeCloseTo(value(predicted, truth)!, 14);
      }),
      { numRuns: 40 },
    );
  });
});

test("sums of images added up give the value of the data set, whatever the order", () => {
  const all = [...maskMetrics, ...objectMetrics].filter(({ sums }) => sums);
  expect(all.map(({ name }) => name)).toContain("panopticQuality");
  fc.assert(
    fc.property(fc.array(maps, { minLength: 2, maxLength: 4 }), (images) => {
      const quality = all.find(({ name }) => name === "panopticQuality")!;
      const parameters = defaults(quality);
      const sums = images.map(({ predicted, truth }) =>
        quality.sums!.of(pairOf(predicted, truth), parameters),
      );
      const added = sums.reduce((a, b) => a.map((v, k) => v + b[k]));
      const together = instanceCounts(
        ...images.map(({ predicted, truth }) =>
          matchInstances(instanceOverlaps(predicted, truth), { exceed: true }),
        ),
      );
      expect(quality.sums!.value(added, parameters)).toBeCloseTo(
        panopticQuality(together)?.quality ?? Number.NaN,
        14,
      );
    }),
    { numRuns: 40 },
  );
});

test("segmentation and recognition quality multiply to the panoptic quality", () => {
  fc.assert(
    fc.property(maps, ({ predicted, truth }) => {
      const [pq, sq, rq] = ["panopticQuality", "segmentationQuality", "recognitionQuality"].map((name) => {
        const metric = [...maskMetrics, ...objectMetrics].find((one) => one.name === name)!;
        return metric.from(pairOf(predicted, truth), defaults(metric))!;
      });
      expect(sq * rq).toBeCloseTo(pq, 14);
    }),
    { numRuns: 40 },
  );
});

describe("void", () => {
  test("a predicted object of which more than half is ignored is no mistake; half and less is one", () => {
    const extra = (predicted: string, truth: string) =>
      matchInstances(
        instanceOverlaps(Uint8Array.from(predicted, Number), Uint8Array.from(truth, Number), { ignore: 9 }),
      ).extra;
    expect(extra("11100", "99000")).toEqual([]);
    expect(extra("11110", "99000")).toEqual([1]);
    expect(extra("11000", "99000")).toEqual([]);
  });

  test("its pixels count in no IoU", () => {
    const { pairs, excused } = instanceOverlaps(Uint8Array.of(5, 5, 5, 5), Uint8Array.of(9, 9, 9, 1), {
      ignore: 9,
    });
    expect(pairs).toEqual([{ predicted: 0, truth: 0, shared: 1, iou: 1 }]);
    // Matched, it counts all the same.
    expect(excused).toEqual([0]);
  });
});

describe("objects of masks", () => {
  const picture = drawn("11.1....", "........", "1.....11", ".1......");

  test("are joined across gaps that dilation closes, and no pixel is added", () => {
    const count = (options: Parameters<typeof findObjects>[2]) =>
      Math.max(...findObjects(picture.labels, picture.shape, options));
    expect(count({})).toBe(5);
    expect(count({ connectivity: "full" })).toBe(4);
    expect(count({ connectivity: "full", dilation: 1 })).toBe(1);
    expect(count({ dilation: 9 })).toBe(1);
    const grown = findObjects(picture.labels, picture.shape, { dilation: 3 });
    expect([...grown].map((label) => Number(label > 0))).toEqual([...picture.labels]);
  });

  test("dilation closes gaps of twice as many pixels, and a step at the border reaches no other side", () => {
    const line = Uint8Array.of(1, 0, 0, 0, 1);
    const corners = Uint8Array.of(0, 0, 0, 1, 1, 0, 0, 0);
    const count = (dilation: number) => Math.max(...findObjects(line, [1, 5], { dilation }));
    expect([count(1), count(2)]).toEqual([2, 1]);
    expect(Math.max(...findObjects(corners, [2, 4], { dilation: 1 }))).toBe(2);
  });

  test("smaller ones are taken out, the others numbered anew", () => {
    const found = findObjects(picture.labels, picture.shape, { smallest: 2 });
    expect([...new Set(found)].sort()).toEqual([0, 1, 2]);
    expect([...withoutSmallObjects(Uint8Array.of(7, 7, 0, 3, 9, 9), 2)]).toEqual([1, 1, 0, 0, 2, 2]);
  });

  test("18 neighbours are those that share an edge", () => {
    const volume = new Uint8Array(27);
    const [centre, edge, corner] = [13, 13 + 9 + 3, 13 - 9 - 3 - 1];
    for (const at of [centre, edge, corner]) volume[at] = 1;
    const count = (connectivity: "face" | "edges" | "full") =>
      connectedComponents(volume, [3, 3, 3], { connectivity }).count;
    expect([count("face"), count("edges"), count("full")]).toEqual([3, 2, 1]);
  });

  test("refuses what does not fit", () => {
    expect(() => findObjects(picture.labels, picture.shape, { smallest: 0 })).toThrow(
      /smallest must be a whole number of at least 1, got 0/,
    );
    expect(() => findObjects(picture.labels, picture.shape, { dilation: 0.5 })).toThrow(
      /dilation must be a whole/,
    );
    expect(() => findObjects(picture.labels, [3, 3])).toThrow(/pixels/);
  });
});

describe("lesions", () => {
  test("a share that is reached at a tie is reached: 7 of 100 pixels at 0.07", () => {
    const truth = new Uint8Array(100).fill(1);
    const predicted = new Uint8Array(100).fill(1, 0, 7);
    expect(lesionDetection(predicted, truth, [10, 10], { overlap: 0.07 }).found).toBe(1);
    expect(lesionDetection(predicted, truth, [10, 10], { overlap: 0.071 }).found).toBe(0);
  });

  test("are listed by their labels", () => {
    const overlaps = instanceOverlaps(Uint8Array.of(5, 5, 0, 0, 6), Uint8Array.of(1, 0, 2, 0, 0));
    expect(detectedObjects(overlaps)).toEqual({ found: [1], missed: [2], right: [5], falseAlarms: [6] });
    expect(() => detectedObjects(overlaps, 2)).toThrow(/overlap must be a share, 0 to 1, got 2/);
  });
});

test("objects are matched, missed, extra, merged and split", () => {
  // Prediction 1 holds truths 1 and 2; truth 3 holds predictions 2 and 3; 4 is invented, 4 of the truth missed.
  const predicted = Uint8Array.from("1111122330440", Number);
  const truth = Uint8Array.from("1112233330004", Number);
  const found = compareObjects(instanceOverlaps(predicted, truth));
  expect(found.merged).toEqual([{ predicted: 1, truth: [1, 2] }]);
  expect(found.split).toEqual([{ truth: 3, predicted: [2, 3] }]);
  expect(found.matched.map(({ predicted: p, truth: t }) => [p, t])).toEqual([
    [1, 1],
    [2, 3],
  ]);
  expect([found.missed, found.extra]).toEqual([
    [2, 4],
    [3, 4],
  ]);
  expect(() => compareObjects(instanceOverlaps(predicted, truth), { share: 0 })).toThrow(
    /share must be above 0/,
  );
});

test("aggregated Jaccard: one pair, one left over", () => {
  // Truth 1 shares 2 of 4 with 1 and 1 with 2; of "best" prediction 2 is left over, and in the union.
  const overlaps = instanceOverlaps(Uint8Array.from("1112", Number), Uint8Array.from("0111", Number));
  expect(aggregatedJaccard(overlaps)).toEqual({ intersection: 2, union: 5 });
  expect(aggregatedJaccard(overlaps, "cellpose")).toEqual({ intersection: 2, union: 4 });
  expect(() => aggregatedJaccard(overlaps, "x" as "best")).toThrow(/definition must be "best", "paired" or/);
});
