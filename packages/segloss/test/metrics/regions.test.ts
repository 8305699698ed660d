import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  confusionMatrix,
  diceScore,
  generalizedDiceOf,
  generalizedDiceScore,
  hausdorffDistance,
  maskMetrics,
  parseRegions,
  regionCounts,
  regionMask,
  regionMatrices,
  score,
  scoreMatrix,
  scoreRegions,
  scoreSurface,
  surfaceDistances,
} from "../../src/metrics/index.ts";

const SHAPE = [6, 7];
const map = fc.uint8Array({ max: 4, minLength: 42, maxLength: 42 });
const maps = fc.record({ predicted: map, truth: map });
const TUMOUR = parseRegions("WT=1+2+3,TC=2+3, ET = 3");

test("text names regions and their labels", () => {
  expect(TUMOUR).toEqual([
    { name: "WT", labels: [1, 2, 3] },
    { name: "TC", labels: [2, 3] },
    { name: "ET", labels: [3] },
  ]);
  for (const text of ["WT", "WT=", "=1", "WT=a", "WT=1+", "WT=1,,TC=2"])
    expect(() => parseRegions(text), text).toThrow(/expected regions such as WT=1\+2\+3,TC=2\+3, got/);
  expect(() => parseRegions("A=1,A=2")).toThrow(/region A is there twice/);
});

describe("a region is scored as its mask, whatever the others are", () => {
  test("counts", () => {
    fc.assert(
      fc.property(maps, ({ predicted, truth }) => {
        const ignored = Uint8Array.from(truth, (label) => (label === 4 ? 2 : 0));
        const { regions } = scoreRegions(diceScore, predicted, truth, TUMOUR, { ignore: 4 });
        for (const region of TUMOUR) {
          const [p, t] = [predicted, truth].map((labels) => regionMask(labels, region));
          const marked = t.map((inside, i) => (ignored[i] ? 2 : inside));
          const alone = confusionMatrix(p, marked, { classes: 2, ignore: 2 });
          expect(regions[region.name]).toBe(score(diceScore, alone).classes[1]);
        }
      }),
    );
  });

  test("surfaces and objects", () => {
    const [lesions] = maskMetrics.filter(({ name }) => name === "lesionF1");
    fc.assert(
      fc.property(maps, ({ predicted, truth }) => {
        const hd = scoreRegions(hausdorffDistance, predicted, truth, TUMOUR, { shape: SHAPE });
        const found = scoreRegions(lesions, predicted, truth, TUMOUR, { shape: SHAPE });
        for (const region of TUMOUR) {
          const [p, t] = [predicted, truth].map((labels) => regionMask(labels, region));
          expect(hd.regions[region.name]).toBe(
            scoreSurface(hausdorffDistance, surfaceDistances(p, t, SHAPE)),
          );
          const single = scoreRegions(lesions, p, t, [{ name: "one", labels: [1] }], { shape: SHAPE });
          expect(found.regions[region.name]).toBe(single.value);
        }
      }),
      { numRuns: 40 },
    );
    expect(() => scoreRegions(hausdorffDistance, new Uint8Array(4), new Uint8Array(4), TUMOUR)).toThrow(
      /hausdorffDistance needs to know places: give the shape/,
    );
  });

  test("pixels have their size, and ignored ones count in no metric", () => {
    const [predicted, truth] = [Uint8Array.of(1, 0, 0, 0), Uint8Array.of(1, 0, 0, 1)];
    const regions = parseRegions("one=1");
    const hd = (options: object) =>
      scoreRegions(hausdorffDistance, predicted, truth, regions, { shape: [4], ...options }).value;
    expect([hd({}), hd({ spacing: [2] })]).toEqual([3, 6]);
    const known = Uint8Array.of(1, 1, 1, 0);
    expect(hd({ known })).toBe(0);
    expect(scoreRegions(diceScore, predicted, truth, regions, { shape: [4], known }).value).toBe(1);
    expect(scoreRegions(diceScore, predicted, truth, regions, { shape: [4] }).value).toBeCloseTo(2 / 3, 15);
  });

  test("regions that nobody has are skipped, or what empty says", () => {
    const none = new Uint8Array(4);
    expect(scoreRegions(diceScore, none, none, TUMOUR, { empty: "skip" }).value).toBeUndefined();
    expect(scoreRegions(diceScore, none, none, TUMOUR).value).toBe(1);
  });
});

test("choices are given as words; surfaces across corners of matched objects as MedPy has them", () => {
  // MedPy 0.5.2 obj_asd(arr2, arr1, connectivity=2) of the arrays of its docstring.
  const [predicted, truth] = ["100000000", "100011011"].map((text) => Uint8Array.from(text, Number));
  const objects = maskMetrics.find(({ name }) => name === "objectSurfaceDistance")!;
  const of = (parameters: Record<string, string>, connectivity: "face" | "full") =>
    scoreRegions(objects, predicted, truth, [{ name: "one", labels: [1] }], {
      ...{ shape: [3, 3], parameters, connectivity },
    }).value;
  expect(of({ direction: "truth", edges: "full" }, "full")).toBeCloseTo(1.742955328423773, 14);
  expect(of({ direction: "truth" }, "face")).toBe(0);
  expect(() => of({ edges: "corner" }, "full")).toThrow(
    'edges of objectSurfaceDistance must be face or full, got "corner"',
  );
});

test("matrices of regions add up over images, and their counts make a generalised Dice of what overlaps", () => {
  fc.assert(
    fc.property(maps, maps, (a, b) => {
      const of = ({ predicted, truth }: typeof a) => regionMatrices(predicted, truth, TUMOUR);
      const both = of(a).map((matrix, k) => matrix.merge(of(b)[k]));
      const joined = (side: "predicted" | "truth") => Uint8Array.from([...a[side], ...b[side]]);
      const whole = regionMatrices(joined("predicted"), joined("truth"), TUMOUR);
      expect(both.map((matrix) => [...matrix.counts])).toEqual(whole.map((matrix) => [...matrix.counts]));
      const dice = generalizedDiceOf([regionCounts(whole[2])]);
      const single = score(diceScore, whole[2], { classes: [1], empty: "skip" }).value;
      if (single === undefined) expect(dice).toBeNaN();
      else expect(dice).toBeCloseTo(single, 14);
    }),
    { numRuns: 40 },
  );
});

test("generalised Dice without background is that of the other classes", () => {
  const matrix = confusionMatrix(Uint8Array.of(0, 1, 1, 2, 0), Uint8Array.of(0, 1, 2, 2, 1), { classes: 3 });
  // Classes 1 and 2 of two pixels each, each with one right: weights are the same.
  expect(scoreMatrix(generalizedDiceScore, matrix, { background: 0 })).toBeCloseTo(4 / 7, 14);
});
