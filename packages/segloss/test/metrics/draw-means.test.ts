import fc from "fast-check";
import { expect, test } from "vitest";
import { drawKernel } from "../../src/metrics/draw-kernel/draw-kernel.ts";
import { drawMeans, drawOneByOne } from "../../src/metrics/draw-means.ts";
import { randomIndices } from "../../src/metrics/random.ts";

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });
const columns = values.map((a) => [Float64Array.from(a), Float64Array.from(a, (x) => 3 - x * x)] as const);

/** Means of a column over data sets, drawn by the numbers themselves. */
function meansByNumbers(column: Float64Array, sets: number, seed: number): number[] {
  const draw = randomIndices(seed);
  const drawn = new Int32Array(column.length);
  return Array.from({ length: sets }, () => {
    draw.fill(drawn);
    return drawn.reduce((sum, image) => sum + column[image], 0) / column.length;
  });
}

test("means are those of the numbers drawn, to the last bit, in vector code and without", () => {
  fc.assert(
    fc.property(columns, fc.integer({ min: 1, max: 11 }), fc.integer(), ([a, b], sets, seed) => {
      const expected = [a, b].map((column) => meansByNumbers(column, sets, seed));
      const plain = [new Float64Array(sets), new Float64Array(sets)];
      drawOneByOne([a, b], plain, seed);
      expect(plain.map((column) => [...column])).toEqual(expected);
      const fast = [new Float64Array(sets), new Float64Array(sets)];
      const kernel = drawKernel(a, b, seed)!;
      for (let first = 0; first < sets; first += 4) kernel(first, fast[0], fast[1]);
      expect(fast.map((column) => [...column])).toEqual(expected);
    }),
  );
});

test("means of many draws take the vector code, of a column with itself, too", () => {
  const a = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i));
  const b = a.map((x) => x * x);
  const means = [new Float64Array(601), new Float64Array(601)];
  drawMeans([a, b], means, -7);
  for (const [k, column] of [a, b].entries()) expect([...means[k]]).toEqual(meansByNumbers(column, 601, -7));
  drawMeans([a, a], [means[1], means[1]], -7);
  expect(means[1]).toEqual(means[0]);
});
