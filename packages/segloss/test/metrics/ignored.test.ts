import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectedComponents, skeleton } from "../../src/fields/index.ts";
import {
  averageSymmetricSurfaceDistance,
  boundaryJaccard,
  centrelineDice,
  completeParameters,
  type EmptyPolicy,
  type MaskMetric,
  type MaskPair,
  maskMetricOf,
  maskMetrics,
  normalizedSurfaceDice,
  type SurfaceOptions,
  scoreSurface,
  surfaceDistances,
  surfaceMetrics,
} from "../../src/metrics/index.ts";
import { coordinates } from "../fields/brute-force.ts";
import { drawn } from "../fields/pictures.ts";
import { bruteDistances, bruteEdge } from "./surface/mask-pairs.ts";

const ALL: readonly MaskMetric[] = [...surfaceMetrics.map(maskMetricOf), ...maskMetrics];

interface Masks {
  readonly shape: readonly number[];
  readonly predicted: Uint8Array;
  readonly truth: Uint8Array;
  readonly known?: Uint8Array;
}

const masks: fc.Arbitrary<Required<Masks>> = fc.constantFrom([6, 7], [3, 4, 5]).chain((shape) => {
  const length = shape.reduce((a, b) => a * b, 1);
  const side = fc.uint8Array({ max: 1, minLength: length, maxLength: length });
  return fc.record({ shape: fc.constant(shape), predicted: side, truth: side, known: side });
});

function pairOf({ predicted, truth, shape, known }: Masks, empty: EmptyPolicy = "perfect"): MaskPair {
  const options = known ? { known } : {};
  const parts = (mask: Uint8Array) => connectedComponents(mask, shape, options).labels;
  return {
    ...{ predicted, truth, shape, empty, spacing: shape.map(() => 1), ...options },
    objects: () => [parts(predicted), parts(truth)],
    surface: (distance = "euclidean") => surfaceDistances(predicted, truth, shape, { ...options, distance }),
  };
}

const GIVEN: Readonly<Record<string, Record<string, number>>> = { boundaryJaccard: { width: 1.5 } };
const scoreOf = (metric: MaskMetric, pair: MaskPair) =>
  metric.from(pair, completeParameters(metric, GIVEN[metric.name]));

describe.each(ALL)("$name and ignored pixels", (metric) => {
  test("to ignore nothing changes nothing, to the bit", () => {
    fc.assert(
      fc.property(masks, ({ known, ...pair }) => {
        const all = { ...pair, known: known.map(() => 1) };
        expect(scoreOf(metric, pairOf(all))).toBe(scoreOf(metric, pairOf(pair)));
      }),
      { numRuns: 30 },
    );
  });

  test("to ignore everything leaves no value", () => {
    const none = { shape: [2, 3], predicted: Uint8Array.of(0, 1, 1, 0, 0, 0), known: new Uint8Array(6) };
    for (const truth of [none.predicted, new Uint8Array(6)])
      for (const empty of ["perfect", "worst", "skip"] as const)
        expect(scoreOf(metric, pairOf({ ...none, truth }, empty))).toBeUndefined();
  });

  test("what lies under ignored pixels does not matter", () => {
    fc.assert(
      fc.property(masks, masks, (pair, other) => {
        fc.pre(other.truth.length === pair.truth.length);
        const mixed = (mask: Uint8Array, under: Uint8Array) =>
          mask.map((v, i) => (pair.known[i] ? v : under[i]));
        const changed = {
          ...pair,
          predicted: mixed(pair.predicted, other.predicted),
          truth: mixed(pair.truth, other.truth),
        };
        expect(scoreOf(metric, pairOf(changed))).toBe(scoreOf(metric, pairOf(pair)));
      }),
      { numRuns: 40 },
    );
  });

  test("to ignore a half is to cut it off, where no mask comes near the cut", () => {
    fc.assert(
      fc.property(masks, ({ shape, predicted, truth, known: under }) => {
        const last = shape[shape.length - 1];
        const inner = (mask: Uint8Array) => mask.map((v, i) => (i % last < last - 2 ? v : 0));
        const cropped = { shape, predicted: inner(predicted), truth: inner(truth) };
        fc.pre(cropped.predicted.includes(1) && cropped.truth.includes(1));
        const wide = [...shape.slice(0, -1), 2 * last];
        const doubled = (mask: Uint8Array, beyond: (i: number) => number) =>
          Uint8Array.from({ length: 2 * mask.length }, (_, i) => {
            const x = i % (2 * last);
            const at = ((i - x) / (2 * last)) * last + (x % last);
            return x < last ? mask[at] : beyond(at);
          });
        const ignored = {
          shape: wide,
          predicted: doubled(cropped.predicted, (i) => under[i]),
          truth: doubled(cropped.truth, (i) => 1 - under[i]),
          known: doubled(
            truth.map(() => 1),
            () => 0,
          ),
        };
        expect(scoreOf(metric, pairOf(ignored))).toBe(scoreOf(metric, pairOf(cropped)));
      }),
      { numRuns: 40 },
    );
  });
});

test.each(["face", "full"] as const)(
  "edges by %s have a known neighbour outside, by brute force",
  (connectivity) => {
    fc.assert(
      fc.property(masks, ({ shape, predicted, truth, known }) => {
        // Ignored pixels as inside never make an edge of their neighbours.
        const edge = (mask: Uint8Array) =>
          bruteEdge(
            mask.map((v, i) => (known[i] ? v : 1)),
            shape,
            connectivity,
          ).filter((i) => known[i] && mask[i]);
        const [p, t] = [edge(predicted), edge(truth)];
        fc.pre(p.length > 0 && t.length > 0);
        const pair = { shape, spacing: shape.map(() => 1), predicted, truth };
        const found = surfaceDistances(predicted, truth, shape, { connectivity, known });
        const digits = (values: Iterable<number>) => Array.from(values, (value) => value.toFixed(9));
        expect(digits(found.fromPrediction.distances)).toEqual(digits(bruteDistances(p, t, pair)));
        expect(digits(found.fromTruth.distances)).toEqual(digits(bruteDistances(t, p, pair)));
      }),
      { numRuns: 60 },
    );
  },
);

test("labels that are ignored and a mask of known pixels say the same", () => {
  fc.assert(
    fc.property(masks, ({ shape, predicted, truth, known }) => {
      const labels = truth.map((v, i) => (known[i] ? v : 255));
      const by = (options: SurfaceOptions) =>
        surfaceDistances(predicted, labels, shape, { label: 1, ...options });
      for (const surface of ["pixels", "elements"] as const)
        expect(by({ ignore: 255, surface })).toEqual(by({ known, surface }));
      const iou = (options: object) =>
        boundaryJaccard(predicted, labels, shape, { label: 1, width: 2, ...options });
      expect(iou({ ignore: [255] })).toBe(iou({ known }));
    }),
    { numRuns: 30 },
  );
});

describe("a volume of which every fourth slice is annotated", () => {
  const shape = [33, 24, 24];
  const ball = (z0: number, y0: number, radius: number) =>
    Uint8Array.from({ length: 33 * 24 * 24 }, (_, i) => {
      const [z, y, x] = [Math.floor(i / 576) - z0, (Math.floor(i / 24) % 24) - y0, (i % 24) - 12];
      return Number(z * z + 2 * y * y + 2 * x * x < radius * radius);
    });
  const [predicted, truth] = [ball(17, 14, 14), ball(16, 11, 13)];
  const known = truth.map((_, i) => Number(Math.floor(i / 576) % 4 === 0));
  const values = (options: SurfaceOptions) => {
    const found = surfaceDistances(predicted, truth, shape, options);
    return [normalizedSurfaceDice, averageSymmetricSurfaceDistance].map(
      (metric) => scoreSurface(metric, found)!,
    );
  };
  // As if each annotated slice were an object of its own: its whole area would be surface.
  const cleared = (mask: Uint8Array) => mask.map((v, i) => v & known[i]);

  test.each(["pixels", "elements"] as const)("has nearly the values of the whole, by %s", (surface) => {
    const [whole, sparse] = [values({ surface }), values({ surface, known })];
    expect(Math.abs(sparse[0] - whole[0])).toBeLessThan(0.08);
    expect(Math.abs(sparse[1] - whole[1])).toBeLessThan(0.35);
  });

  test("which are far from those of slices with nothing between them", () => {
    const apart = surfaceDistances(cleared(predicted), cleared(truth), shape);
    expect(scoreSurface(normalizedSurfaceDice, apart)! - values({})[0]).toBeGreaterThan(0.25);
  });

  test("keeps the middle line and its parts", () => {
    expect(connectedComponents(truth, shape, { known }).count).toBe(1);
    expect(centrelineDice(truth, truth, shape, { known })!.value).toBe(1);
  });
});

test("a lesion crossed by an ignored band stays one lesion", () => {
  const rows = [
    "............", //
    ".111111.11..",
    ".111111.11..",
    ".111111.....",
  ];
  const { labels: truth, shape } = drawn(...rows);
  const predicted = drawn(".111111.....", ".111111.....", "............", "............").labels;
  const known = truth.map((_, i) => Number(i % 12 !== 3 && i % 12 !== 4));
  const of = (name: string, options: Partial<Masks>) =>
    scoreOf(ALL.find((metric) => metric.name === name)!, pairOf({ predicted, truth, shape, ...options }));
  // Two lesions, one of them found.
  expect(of("lesionF1", { known })).toBe(of("lesionF1", {}));
  expect(connectedComponents(truth, shape, { known }).count).toBe(2);
  const cut = truth.map((v, i) => v & known[i]);
  expect(connectedComponents(cut, shape).count).toBe(3);
});

test.each(["face", "full"] as const)(
  "components by %s are those of a flood over first known neighbours",
  (connectivity) => {
    fc.assert(
      fc.property(masks, ({ shape, truth, known }) => {
        const found = connectedComponents(truth, shape, { connectivity, known });
        const steps = shape
          .reduce<number[][]>((all) => all.flatMap((step) => [-1, 0, 1].map((d) => [...step, d])), [[]])
          .filter((step) => {
            const moved = step.filter((d) => d !== 0).length;
            return connectivity === "full" ? moved > 0 : moved === 1;
          });
        const expected = new Int32Array(truth.length);
        let count = 0;
        for (let start = 0; start < truth.length; start++) {
          if (!truth[start] || !known[start] || expected[start]) continue;
          expected[start] = ++count;
          for (const queue = [start]; queue.length > 0; ) {
            const i = queue.pop()!;
            for (const next of steps.flatMap((step) => firstKnown(i, step, shape, known)))
              if (truth[next] && !expected[next]) {
                expected[next] = count;
                queue.push(next);
              }
          }
        }
        expect(found).toEqual({ labels: expected, count });
      }),
      { numRuns: 60 },
    );
  },
);

/** At most one pixel. */
function firstKnown(
  i: number,
  step: readonly number[],
  shape: readonly number[],
  known: Uint8Array,
): number[] {
  const at = coordinates(i, shape).map((c, k) => c + step[k]);
  while (at.every((c, k) => c >= 0 && c < shape[k])) {
    const index = at.reduce((sum, c, k) => sum * shape[k] + c, 0);
    if (known[index]) return [index];
    for (let k = 0; k < at.length; k++) at[k] += step[k];
  }
  return [];
}

describe("components", () => {
  const { labels, shape } = drawn("11.1", "....", "1..1");
  const known = drawn("1.11", "1111", "1111").labels;

  test("face each other across ignored pixels along an axis, or a diagonal with full connectivity", () => {
    expect([...connectedComponents(labels, shape, { known }).labels]).toEqual([
      1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 4,
    ]);
    const gap = drawn("1..1", "1111", "1111").labels;
    expect([...connectedComponents(labels, shape, { known: gap }).labels.slice(0, 4)]).toEqual([1, 0, 0, 1]);
    const steps = drawn("1...", ".1..", "..1.", "...1");
    const middle = drawn("1111", "1.11", "11.1", "1111").labels;
    const count = (connectivity: "face" | "full") =>
      connectedComponents(steps.labels, steps.shape, { connectivity, known: middle }).count;
    expect([count("face"), count("full")]).toEqual([2, 1]);
  });

  test("across the edge that an image wraps around", () => {
    const row = Uint8Array.of(1, 0, 0, 1, 0);
    const known = Uint8Array.of(1, 1, 1, 1, 0);
    const count = (wrap: boolean) => connectedComponents(row, [5], { known, wrap: [wrap] }).count;
    expect([count(false), count(true)]).toEqual([2, 1]);
    const all = connectedComponents(row, [5], { known: new Uint8Array(5), wrap: [true] });
    expect(all).toEqual({ labels: new Int32Array(5), count: 0 });
  });
});

test("a line that is cut goes on to the cut", () => {
  const bar = drawn("..........", ...Array(5).fill("1111111111"), "..........");
  const known = bar.labels.map((_, i) => Number(i % 10 < 6));
  const line = skeleton(bar.labels, bar.shape, { known });
  expect([...line.slice(30, 40)]).toEqual([0, 1, 1, 1, 1, 1, 0, 0, 0, 0]);
  // Without what is known of the cut the line ends before it, as it does at the image's edge.
  const cut = skeleton(
    bar.labels.map((v, i) => v & known[i]),
    bar.shape,
  );
  expect([...cut.slice(30, 40)]).toEqual([0, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
});
