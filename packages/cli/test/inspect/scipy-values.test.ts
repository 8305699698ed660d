import { expect, it } from "vitest";
import { simulateNuclei } from "../../src/data/named/nuclei.ts";
import { inspect } from "../../src/inspect/inspect.ts";

// From SciPy 1.17.1 and NumPy 2 on the masks of simulateNuclei({ count: 6, size: 64, seed: 3 }): distance_transform_edt of each class and of each
// object by itself, binary_dilation with a full 3x3 for touching pairs, numpy.percentile for quartiles.
it("counts, widths, distances and touching pairs are SciPy's", async () => {
  const found = await inspect(simulateNuclei({ count: 6, size: 64, seed: 3 }));
  const [background, nucleus] = found.perClass;
  expect([background.pixels, nucleus.pixels]).toEqual([16464, 8112]);
  expect([background.within1, nucleus.within1].map((share, k) => share * [16464, 8112][k])).toEqual([
    1301, 1309,
  ]);
  expect(background.within2 * 16464).toBeCloseTo(2476, 6);
  expect(nucleus.within2 * 8112).toBeCloseTo(2603, 6);
  expect(background.width).toBeCloseTo(36.754595355, 4);
  expect(nucleus.width).toBeCloseTo(11.777696533, 5);
  expect([background.depth, nucleus.depth]).toEqual([30.5, 8]);
  const { count, sizes, nearest, touching, gaps } = found.objects;
  expect([count, touching]).toEqual([40, 30]);
  expect(sizes).toEqual({ least: 89, lower: 165.75, median: 191, upper: 224.75, most: 348 });
  expect([nearest!.least, nearest!.lower, nearest!.median, nearest!.upper]).toEqual([1, 1, 1, 1]);
  expect(nearest!.most).toBeCloseTo(9.219544457, 6);
  // Sums of distances stand in tenths of a pixel: two or three digits of the mean of U-Net's exponential remain.
  const mean =
    gaps.reduce((sum, n, k) => sum + n * Math.exp(-((k / 10) ** 2) / (2 * 3.8 ** 2)), 0) / (6 * 64 * 64);
  expect(mean).toBeCloseTo(0.1337807, 3);
});
