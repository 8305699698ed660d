import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectedComponents } from "../../../src/fields/index.ts";
import {
  completeParameters,
  type EmptyPolicy,
  type MaskMetric,
  type MaskPair,
  maskMetricOf,
  maskMetrics,
  surfaceDistances,
  surfaceMetrics,
} from "../../../src/metrics/index.ts";

const SHAPES = [
  [6, 7],
  [3, 4, 5],
] as const;

interface Masks {
  readonly predicted: Uint8Array;
  readonly truth: Uint8Array;
  readonly shape: readonly number[];
}

const masks: fc.Arbitrary<Masks> = fc.constantFrom(...SHAPES).chain((shape) => {
  const length = shape.reduce((a: number, b) => a * b, 1);
  const side = fc.uint8Array({ max: 1, minLength: length, maxLength: length });
  return fc.record({ predicted: side, truth: side, shape: fc.constant(shape) });
});

function pairOf({ predicted, truth, shape }: Masks, empty: EmptyPolicy = "perfect"): MaskPair {
  const objects = () =>
    [connectedComponents(predicted, shape).labels, connectedComponents(truth, shape).labels] as const;
  const spacing = shape.map(() => 1);
  return {
    predicted,
    truth,
    shape,
    spacing,
    empty,
    objects,
    surface: () => surfaceDistances(predicted, truth, shape),
  };
}

const scoreOf = (metric: MaskMetric, pair: MaskPair, given = {}) =>
  metric.from(pair, completeParameters(metric, given));

const ALL = [...surfaceMetrics.map(maskMetricOf), ...maskMetrics];

describe.each(ALL)("$name", (metric) => {
  const [low, high] = metric.range;
  const [best, worst] = metric.best === "high" ? [high, low] : [low, high];

  test("stays in its range, and a mask compared with itself has the best value", () => {
    fc.assert(
      fc.property(masks, (pair) => {
        const value = scoreOf(metric, pairOf(pair))!;
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
        expect(scoreOf(metric, pairOf({ ...pair, predicted: pair.truth }))).toBe(best);
      }),
      { numRuns: 60 },
    );
  });

  test("an object that is missed or invented is penalised, never dropped", () => {
    fc.assert(
      fc.property(masks, ({ truth, shape }) => {
        fc.pre(truth.includes(1));
        const none = new Uint8Array(truth.length);
        for (const empty of ["perfect", "skip"] as const) {
          const missed = scoreOf(metric, pairOf({ predicted: none, truth, shape }, empty))!;
          const invented = scoreOf(metric, pairOf({ predicted: truth, truth: none, shape }, empty))!;
          const penalty = Number.isFinite(worst) ? worst : Math.hypot(...shape);
          expect([missed, invented]).toEqual([penalty, penalty]);
        }
      }),
      { numRuns: 20 },
    );
  });

  test("two empty masks score what the policy says", () => {
    const none = new Uint8Array(42);
    const of = (empty: EmptyPolicy) =>
      scoreOf(metric, pairOf({ predicted: none, truth: none, shape: [6, 7] }, empty));
    expect(of("perfect")).toBe(best);
    expect(of("skip")).toBeUndefined();
    expect(of("worst")).toBe(Number.isFinite(worst) ? worst : Math.hypot(6, 7));
  });
});

test.each(ALL.filter(({ name }) => name !== "componentDice"))("$name is symmetric", (metric) => {
  fc.assert(
    fc.property(masks, (pair) => {
      const swapped = { ...pair, predicted: pair.truth, truth: pair.predicted };
      const [there, back] = [scoreOf(metric, pairOf(pair))!, scoreOf(metric, pairOf(swapped))!];
      expect(Math.abs(there - back)).toBeLessThanOrEqual(1e-12);
    }),
    { numRuns: 60 },
  );
});

test("componentDice is not symmetric: parts are those of the truth", () => {
  const componentDice = maskMetrics.find(({ name }) => name === "componentDice")!;
  const [one, two] = [Uint8Array.of(1, 1, 0, 0, 0, 0), Uint8Array.of(1, 1, 0, 0, 1, 0)];
  const of = (predicted: Uint8Array, truth: Uint8Array) =>
    scoreOf(componentDice, pairOf({ predicted, truth, shape: [1, 6] }));
  expect(of(one, two)).toBe(1 / 2);
  expect(of(two, one)).toBe(4 / 5);
});

test("greedy matching takes the best pair first, the Hungarian method most pairs", () => {
  const quality = maskMetrics.find(({ name }) => name === "panopticQuality")!;
  // The second prediction overlaps both objects; best first, it takes the one that the first one needs.
  const predicted = Uint8Array.of(1, 1, 1, 2, 2, 2, 2, 2, 0);
  const truth = Uint8Array.of(5, 5, 5, 5, 5, 5, 5, 6, 6);
  const pair = {
    ...pairOf({ predicted: predicted.map((v) => Number(v > 0)), truth: truth.map(() => 1), shape: [1, 9] }),
    objects: () => [predicted, truth] as const,
  };
  const of = (greedy: number) => scoreOf(quality, pair, { greedy, threshold: 0.1 })!;
  expect(of(0)).toBeCloseTo((3 / 7 + 1 / 6) / 2, 14);
  expect(of(1)).toBeCloseTo(4 / 8 / 2, 14);
});

test("average precision at one threshold, and lesions that must be covered enough", () => {
  const [precision, lesions] = ["averagePrecision", "lesionF1"].map(
    (name) => maskMetrics.find((metric) => metric.name === name)!,
  );
  const pair = pairOf({
    predicted: Uint8Array.of(1, 0, 0, 0),
    truth: Uint8Array.of(1, 1, 1, 0),
    shape: [1, 4],
  });
  expect(scoreOf(precision, pair, { threshold: 0.3 })).toBe(1);
  expect(scoreOf(precision, pair, { threshold: 0.4 })).toBe(0);
  expect(scoreOf(lesions, pair)).toBe(1);
  expect(scoreOf(lesions, pair, { overlap: 0.5 })).toBe(0);
  expect(() => scoreOf(lesions, pair, { overlap: 2 })).toThrow(/overlap of lesionF1 must be 0 to 1, got 2/);
});
