import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  assignment,
  averagePrecision,
  componentCounts,
  confusionMatrix,
  diceScore,
  instanceCounts,
  instanceOverlaps,
  lesionDetection,
  matchInstances,
  mergeInstanceCounts,
  panopticQuality,
  score,
} from "../../../src/metrics/index.ts";
import { drawn } from "../../fields/pictures.ts";

const maps = fc.integer({ min: 1, max: 40 }).chain((pixels) => {
  const side = fc.uint8Array({ min: 0, max: 6, minLength: pixels, maxLength: pixels });
  return fc.record({ predicted: side, truth: side });
});

/** All ways to give each row a column of its own. */
function* assignments(rows: number, columns: number, taken: number[] = []): Generator<number[]> {
  if (taken.length === rows) yield taken;
  else
    for (let c = 0; c < columns; c++)
      if (!taken.includes(c)) yield* assignments(rows, columns, [...taken, c]);
}

test("the assignment is the cheapest of all", () => {
  const costs = fc.integer({ min: 1, max: 4 }).chain((rows) =>
    fc.integer({ min: rows, max: 5 }).chain((columns) =>
      fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    ),
  );
  fc.assert(
    fc.property(costs, (cost) => {
      const total = (columns: number[]) => columns.reduce((sum, c, row) => sum + cost[row][c], 0);
      const found = assignment(cost);
      expect(new Set(found).size).toBe(cost.length);
      expect(total(found)).toBe(Math.min(...[...assignments(cost.length, cost[0].length)].map(total)));
    }),
  );
  expect(() => assignment([[1], [2]])).toThrow(/a column for each row, got 2 rows, 1 columns/);
});

describe("overlaps", () => {
  test("are counts of pixels, whatever the runs", () => {
    fc.assert(
      fc.property(maps, ({ predicted, truth }) => {
        const { pairs, predicted: p, truth: t } = instanceOverlaps(predicted, truth, { ignore: 6 });
        const pixels = [...truth.keys()].filter((i) => truth[i] !== 6);
        for (const pair of pairs) {
          const [a, b] = [p.labels[pair.predicted], t.labels[pair.truth]];
          const either = pixels.filter((i) => predicted[i] === a || truth[i] === b).length;
          const both = pixels.filter((i) => predicted[i] === a && truth[i] === b).length;
          expect([pair.shared, pair.iou]).toEqual([both, both / either]);
        }
        const shared = pairs.reduce((sum, pair) => sum + pair.shared, 0);
        expect(shared).toBe(pixels.filter((i) => predicted[i] && truth[i]).length);
      }),
    );
  });
});

describe("matches", () => {
  const options = fc.record({
    threshold: fc.constantFrom(0.01, 0.2, 0.5, 0.75),
    method: fc.constantFrom("optimal" as const, "greedy" as const, "sum" as const),
  });

  test("use no object twice, and every object is matched, missed or extra", () => {
    fc.assert(
      fc.property(maps, options, ({ predicted, truth }, chosen) => {
        const { matches, missed, extra } = matchInstances(instanceOverlaps(predicted, truth), chosen);
        const objects = (labels: Uint8Array) => [...new Set(labels)].filter((label) => label !== 0).sort();
        expect([...matches.map((m) => m.predicted), ...extra].sort()).toEqual(objects(predicted));
        expect([...matches.map((m) => m.truth), ...missed].sort()).toEqual(objects(truth));
        for (const { iou } of matches) expect(iou).toBeGreaterThanOrEqual(chosen.threshold);
      }),
    );
  });

  test("optimal ones are at least as many as greedy ones; above IoU 1/2 they are the same", () => {
    fc.assert(
      fc.property(maps, fc.constantFrom(0.01, 0.2, 0.5), ({ predicted, truth }, threshold) => {
        const overlaps = instanceOverlaps(predicted, truth);
        const by = (method: "optimal" | "greedy", exceed = false) =>
          matchInstances(overlaps, { threshold, method, exceed });
        expect(by("optimal").matches.length).toBeGreaterThanOrEqual(by("greedy").matches.length);
        const key = (found: ReturnType<typeof by>) =>
          found.matches.map((m) => `${m.predicted} ${m.truth}`).sort();
        if (threshold === 0.5) expect(key(by("optimal", true))).toEqual(key(by("greedy", true)));
      }),
    );
  });

  test("those of the greatest sum have it, before a threshold takes some out", () => {
    fc.assert(
      fc.property(maps, ({ predicted, truth }) => {
        const overlaps = instanceOverlaps(predicted, truth);
        const sumOf = (method: "optimal" | "greedy" | "sum") =>
          matchInstances(overlaps, { threshold: 0, method }).matches.reduce((sum, { iou }) => sum + iou, 0);
        expect(sumOf("sum")).toBeGreaterThanOrEqual(Math.max(sumOf("optimal"), sumOf("greedy")) - 1e-12);
      }),
    );
    // IoU 3/4 alone, or 1/7 and 1/7.
    const overlaps = instanceOverlaps(
      Uint8Array.from("11111112", Number),
      Uint8Array.from("34444444", Number),
    );
    expect(matchInstances(overlaps, { threshold: 0.1, method: "sum" }).matches).toEqual([
      { predicted: 1, truth: 4, iou: 0.75 },
    ]);
    expect(matchInstances(overlaps, { threshold: 0.1 }).matches).toHaveLength(2);
    expect(() => matchInstances(overlaps, { method: "best" as "sum" })).toThrow(
      'method must be "optimal" or "greedy" or "sum", got "best"',
    );
  });

  test("greedy takes the best pair first; optimal finds one match more", () => {
    // Object 1 overlaps both true ones, and better the one that object 2 overlaps too.
    const overlaps = instanceOverlaps(
      Uint8Array.from("11111122", Number),
      Uint8Array.from("33444444", Number),
    );
    expect(matchInstances(overlaps, { threshold: 0.2, method: "greedy" }).matches).toHaveLength(1);
    expect(matchInstances(overlaps, { threshold: 0.2 }).matches).toHaveLength(2);
    expect(() => matchInstances(overlaps, { threshold: 2 })).toThrow(
      /threshold must be an IoU, 0 to 1, got 2/,
    );
  });
});

describe("panoptic quality", () => {
  test("is segmentation times recognition, 1 for equal maps, and 0 when nothing matches", () => {
    fc.assert(
      fc.property(maps, ({ predicted, truth }) => {
        const of = (p: Uint8Array) =>
          panopticQuality(instanceCounts(matchInstances(instanceOverlaps(p, truth), { exceed: true })))!;
        const { quality, segmentation, recognition } = of(predicted);
        expect(Math.abs(quality - segmentation * recognition)).toBeLessThanOrEqual(1e-15);
        expect(of(truth).quality).toBe(1);
      }),
    );
    const missed = matchInstances(instanceOverlaps(Uint8Array.of(0, 0), Uint8Array.of(0, 1)));
    expect(panopticQuality(instanceCounts(missed))).toEqual({ quality: 0, segmentation: 0, recognition: 0 });
  });

  test("merged in any order, it is that of all images", () => {
    fc.assert(
      fc.property(fc.array(maps, { minLength: 1, maxLength: 5 }), (images) => {
        const found = images.map(({ predicted, truth }) =>
          matchInstances(instanceOverlaps(predicted, truth), { threshold: 0.1 }),
        );
        const merged = found
          .map((one) => instanceCounts(one))
          .reverse()
          .reduce(mergeInstanceCounts);
        expect(panopticQuality(merged)).toEqual(panopticQuality(instanceCounts(...found)));
      }),
    );
  });

  test("no objects at all are perfect, worst or skipped", () => {
    const none = instanceCounts();
    expect(panopticQuality(none)!.quality).toBe(1);
    expect(panopticQuality(none, "worst")!.quality).toBe(0);
    expect(panopticQuality(none, "skip")).toBeUndefined();
  });
});

test("average precision is tp / (tp + fp + fn), which falls as the threshold rises", () => {
  fc.assert(
    fc.property(fc.array(maps, { maxLength: 3 }), (images) => {
      const found = averagePrecision(
        images.map(({ predicted, truth }) => instanceOverlaps(predicted, truth)),
      )!;
      found.atThresholds.forEach((value, k) => {
        expect(value).toBeLessThanOrEqual(k ? found.atThresholds[k - 1] : 1);
      });
      expect(found.value).toBeLessThanOrEqual(1);
    }),
  );
  const half = instanceOverlaps(Uint8Array.of(1, 1, 2, 2), Uint8Array.of(1, 1, 1, 1));
  expect(averagePrecision([half], [0.5, 0.75])).toEqual({ value: 0.25, atThresholds: [0.5, 0] });
  expect(averagePrecision([], [0.5], { empty: "skip" })).toBeUndefined();
});

describe("components", () => {
  const truth = drawn("11......", "11......", ".......1");
  const predicted = drawn("11......", "11...1..", "........");

  test("each weighs the same: a missed pixel counts like a found square", () => {
    const counts = componentCounts(predicted.labels, truth.labels, truth.shape);
    expect(counts.map((one) => diceScore.from(one, {}))).toEqual([1, 0]);
    expect(counts[1]).toMatchObject({ tp: 0, fp: 1, fn: 1 });
  });

  test("their counts add up to those of the mask", () => {
    const masks = fc.tuple(...[0, 1].map(() => fc.uint8Array({ max: 1, minLength: 30, maxLength: 30 })));
    fc.assert(
      fc.property(masks, ([p, t]) => {
        fc.pre(t.some((v) => v));
        const [tp, fp, fn] = (["tp", "fp", "fn"] as const).map((key) =>
          componentCounts(p, t, [5, 6]).reduce((sum, one) => sum + one[key], 0),
        );
        const dice = score(diceScore, confusionMatrix(p, t, { classes: 2 })).classes[1];
        expect((2 * tp) / (2 * tp + fp + fn)).toBe(dice);
      }),
    );
  });

  test("lesions are found, missed, or false alarms", () => {
    expect(lesionDetection(predicted.labels, truth.labels, truth.shape)).toEqual({
      ...{ found: 1, missed: 1, right: 1, falseAlarms: 1 },
    });
    const half = drawn("1.......", "1.......", "........");
    const overlap = (share: number) =>
      lesionDetection(half.labels, truth.labels, truth.shape, { overlap: share });
    expect([overlap(0.5).found, overlap(0.6).found]).toEqual([1, 0]);
    expect(overlap(0.6).right).toBe(1);
  });
});
