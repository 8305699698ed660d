import fc from "fast-check";
import { expect, test } from "vitest";
import { confusionMatrix } from "../../src/metrics/confusion-matrix.ts";
import { countBytePairs, foldBytePairs } from "../../src/metrics/count-byte-pairs.ts";

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
      const expected = new Int32Array(labels * labels);
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

test("labels out of range have no matrix, unless their pixels are ignored", () => {
  const pairs = countBytePairs(Uint8Array.of(0, 7), Uint8Array.of(1, 9));
  expect(foldBytePairs(pairs, 2, [])).toBeUndefined();
  expect([...foldBytePairs(pairs, 2, [9])!]).toEqual([0, 0, 1, 0]);
});
