import fc from "fast-check";
import { expect, onTestFinished, test, vi } from "vitest";
import { confusionMatrix } from "../../src/metrics/confusion-matrix.ts";
import { countBytePairs, countTwoValues, foldBytePairs } from "../../src/metrics/count-byte-pairs.ts";
import { labelPairs } from "../../src/metrics/label-pairs.ts";

const maps = fc.nat({ max: 40 }).chain((pixels) => {
  const side = fc.uint8Array({ minLength: pixels, maxLength: pixels });
  return fc.record({ predicted: side, truth: side, repeats: fc.integer({ min: 1, max: 9 }) });
});

const stretched = (labels: Uint8Array, n: number) =>
  Uint8Array.from({ length: labels.length * n }, (_, i) => labels[Math.floor(i / n)]);

test("every pair of labels is counted, in runs or not, wherever the bytes begin", () => {
  fc.assert(
    fc.property(maps, fc.nat({ max: 3 }), ({ predicted, truth, repeats }, from) => {
      const [p, t] = [predicted, truth].map((labels) => stretched(labels, repeats).subarray(from));
      const { labels, counts } = countBytePairs(p, t);
      const expected = new Float64Array(labels * labels);
      for (let k = 0; k < t.length; k++) expected[t[k] * labels + p[k]]++;
      const wrong = counts.findIndex((n, k) => n !== expected[k]);
      expect({ wrong, found: counts[wrong] }).toEqual({ wrong: -1, found: undefined });
      expect(Math.max(0, ...p, ...t)).toBeLessThan(labels);
    }),
  );
});

test("a large map is counted as its halves are, and errors still say where", () => {
  const size = 20_000;
  const truth = Uint8Array.from({ length: size }, (_, i) => (i % 7 === 0 ? 255 : Math.floor(i / 5) % 3));
  const predicted = Uint8Array.from({ length: size }, (_, i) => Math.floor(i / 11) % 3);
  const options = { classes: 3, ignore: 255 };
  const slow = confusionMatrix(Int32Array.from(predicted), Int32Array.from(truth), options);
  expect(confusionMatrix(predicted, truth, options).counts).toEqual(slow.counts);
  predicted[12_346] = 3;
  expect(() => confusionMatrix(predicted, truth, options)).toThrow(
    /label 3 of the prediction at index 12346/,
  );
});

/** Maps of 0 and one value, and sometimes another one at one place. */
const twoValued = fc
  .record({
    pixels: fc.constantFrom(1, 15, 16, 100, 2048 * 16, 65_536, 2 * 65_536 + 37),
    value: fc.integer({ min: 1, max: 255 }),
    from: fc.nat({ max: 1000 }),
    other: fc.option(fc.record({ at: fc.nat(), label: fc.integer({ min: 1, max: 255 }) })),
    seed: fc.integer({ min: 1, max: 50 }),
  })
  .map(({ pixels, value, from, other, seed }) => {
    const of = (step: number) =>
      Uint8Array.from({ length: pixels }, (_, i) =>
        i >= from && Math.floor(i / step) % 3 === 1 ? value : 0,
      );
    const [predicted, truth] = [of(seed), of(seed + 7)];
    if (other) (other.at % 2 ? predicted : truth)[other.at % pixels] = other.label;
    return { predicted, truth, value, other };
  });

test("maps of one value beside 0 are counted as all others are, and refused when there is another value", () => {
  fc.assert(
    fc.property(twoValued, ({ predicted, truth }) => {
      const labels = Math.max(...[...new Set(predicted), ...new Set(truth)]) + 1;
      const expected = countedPlainly(predicted, truth, labels);
      const pairs = labelPairs(predicted, truth);
      expect(pairs.map((one) => [one.truth * labels + one.predicted, one.pixels])).toEqual(
        [...expected.entries()].filter(([, pixels]) => pixels > 0),
      );
      const kinds = new Set([...new Set(predicted), ...new Set(truth), 0]);
      if (truth.length >= 16) expect(countTwoValues(predicted, truth) === undefined).toBe(kinds.size > 2);
    }),
    { numRuns: 60 },
  );
});

/** Runs of labels below `labels`, whose pairs a plain loop counts as well. */
function runs(pixels: number, labels: number, shift: number): Uint8Array {
  return Uint8Array.from(
    { length: pixels },
    (_, i) => Math.floor((i + shift) / 37 + (i % 11 === 0 ? i : 0)) % labels,
  );
}

function countedPlainly(predicted: Uint8Array, truth: Uint8Array, labels: number): number[] {
  const counts = new Array<number>(labels * labels).fill(0);
  truth.forEach((t, i) => {
    counts[t * labels + predicted[i]]++;
  });
  return counts;
}

test("maps of several chunks whose labels grow from chunk to chunk are counted whole", () => {
  const pixels = 3 * 65_536 + 21;
  const predicted = runs(pixels, 3, 0);
  const truth = runs(pixels, 3, 9);
  predicted.set(runs(70_000, 19, 4), 65_536);
  truth[2 * 65_536 + 5] = 200;
  const { labels, counts } = countBytePairs(predicted, truth);
  expect(labels).toBe(256);
  expect([...counts]).toEqual(countedPlainly(predicted, truth, 256));
});

test("a count leaves nothing for the next one", () => {
  const [predicted, truth] = [runs(1000, 5, 0), runs(1000, 5, 3)];
  const first = countBytePairs(predicted, truth);
  expect(countBytePairs(predicted, truth)).toEqual(first);
});

test("hosts without WebAssembly count the same", async () => {
  const [predicted, truth] = [runs(70_001, 7, 0), runs(70_001, 7, 5)];
  onTestFinished(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const plain = await import("../../src/metrics/count-byte-pairs.ts");
  const { pairKernel } = await import("../../src/metrics/pair-kernel/pair-kernel.ts");
  expect(pairKernel()).toBeUndefined();
  expect(plain.countBytePairs(predicted, truth)).toEqual(countBytePairs(predicted, truth));
});

test("labels out of range have no matrix, unless their pixels are ignored", () => {
  const pairs = countBytePairs(Uint8Array.of(0, 7), Uint8Array.of(1, 9));
  expect(foldBytePairs(pairs, 2, [])).toBeUndefined();
  expect([...foldBytePairs(pairs, 2, [9])!]).toEqual([0, 0, 1, 0]);
});
