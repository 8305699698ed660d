import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Predict, type PredictImageOptions, predictBands } from "../../src/inference/predict-bands.ts";
import { predictImage } from "../../src/inference/predict-image.ts";
import { predictImages } from "../../src/inference/predict-images.ts";

interface Image {
  readonly width: number;
  readonly height: number;
  readonly image: Float32Array;
}

/** A network of one function of the channels' values of a pixel, with one output for each function. */
function pointwise(...outputs: ((values: readonly number[]) => number)[]): Predict {
  return async (images, [n, h, w]) => {
    const channels = images.length / (n * h * w);
    const at = (image: number, c: number, i: number) => images[(image * channels + c) * h * w + i];
    const logits = new Float32Array(n * outputs.length * h * w);
    for (let image = 0; image < n; image++)
      for (const [k, output] of outputs.entries())
        for (let i = 0; i < h * w; i++)
          logits[(image * outputs.length + k) * h * w + i] = output(
            Array.from({ length: channels }, (_, c) => at(image, c, i)),
          );
    return logits;
  };
}

/** Mean of the pixel and its four neighbours, 0 beyond the tile: what a tile's edge makes wrong shows. */
const smoothed: Predict = async (images, [n, h, w]) => {
  const result = new Float32Array(images.length);
  for (let i = 0; i < images.length; i++) {
    const [x, y] = [i % w, Math.floor(i / w) % h];
    const at = (dx: number, dy: number) =>
      x + dx < 0 || x + dx >= w || y + dy < 0 || y + dy >= h ? 0 : images[i + dx + dy * w];
    result[i] = (at(0, 0) + at(1, 0) + at(-1, 0) + at(0, 1) + at(0, -1)) / 5;
  }
  return n > 0 ? result : images;
};

const image = (channels: number) =>
  fc
    .record({ width: fc.integer({ min: 1, max: 23 }), height: fc.integer({ min: 1, max: 23 }) })
    .chain(({ width, height }) =>
      fc
        .array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -4, max: 4 }), {
          minLength: width * height * channels,
          maxLength: width * height * channels,
        })
        .map((values): Image => ({ width, height, image: Float32Array.from(values) })),
    );

const tiling = fc.record({
  size: fc.integer({ min: 1, max: 12 }),
  overlap: fc.constantFrom(0, 0.25, 0.5, 0.75, 0.9),
  batch: fc.integer({ min: 1, max: 9 }),
});

function transposed({ width, height, image }: Image): Image {
  const turned = image.map((_, i) => image[(i % height) * width + Math.floor(i / height)]);
  return { width: height, height: width, image: turned };
}

function mirroredImage({ width, height, image }: Image): Image {
  const turned = image.map((_, i) => image[i - (i % width) + width - 1 - (i % width)]);
  return { width, height, image: turned };
}

const one = (size: number, more: Partial<PredictImageOptions> = {}): PredictImageOptions => ({
  ...{ channels: 1, outputs: 1, size },
  ...more,
});

describe("predictImage", () => {
  it("gives a network of single pixels exactly what it gives without tiles, whatever the tiling", async () => {
    const outputs = [
      ([r, g]: readonly number[]) => Math.fround(r - 2 * g),
      ([r, g]: readonly number[]) => Math.fround(Math.sin(r * g)),
      () => 0.1,
    ];
    await fc.assert(
      fc.asyncProperty(image(2), tiling, async (sample, options) => {
        const tiled = await predictImage(pointwise(...outputs), sample, {
          channels: 2,
          outputs: 3,
          ...options,
        });
        const { image: values, width, height } = sample;
        const expected = outputs.flatMap((output) =>
          Array.from({ length: width * height }, (_, i) => output([values[2 * i], values[2 * i + 1]])),
        );
        // The sign of a zero is not kept.
        expect(tiled.map((z) => z + 0)).toEqual(Float32Array.from(expected, (z) => z + 0));
      }),
      { numRuns: 60 },
    );
  });

  it("does not depend on how many tiles are in a batch", async () => {
    await fc.assert(
      fc.asyncProperty(image(1), tiling, async (sample, options) => {
        const given = await predictImage(smoothed, sample, one(options.size, options));
        expect(await predictImage(smoothed, sample, one(options.size, { ...options, batch: 1 }))).toEqual(
          given,
        );
      }),
      { numRuns: 30 },
    );
  });

  it("gives images together what it gives each alone, in batches that are full but for the last", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(image(1), { minLength: 1, maxLength: 4 }),
        tiling,
        async (samples, options) => {
          const counts: number[] = [];
          const watching: Predict = (images, shape) => {
            counts.push(shape[0]);
            return smoothed(images, shape);
          };
          const together = predictImages(watching, samples, one(options.size, options));
          let k = 0;
          for await (const { sample, logits } of together) {
            expect(sample).toBe(samples[k]);
            expect(logits).toEqual(await predictImage(smoothed, samples[k++], one(options.size, options)));
          }
          expect(k).toBe(samples.length);
          const full = counts.slice(0, -1);
          expect(full).toEqual(full.map(() => options.batch ?? 8));
        },
      ),
      { numRuns: 10 },
    );
  });

  it("is transposed with a transposed image, and mirrored with a mirrored one where the tiles can be", async () => {
    await fc.assert(
      fc.asyncProperty(image(1), tiling, async (sample, options) => {
        const { size, overlap } = options;
        const given = { ...sample, image: await predictImage(smoothed, sample, one(size, options)) };
        const turned = await predictImage(smoothed, transposed(sample), one(size, options));
        expectNear(turned, transposed(given).image);
        const room = Math.abs(sample.width - size);
        const tiles = Math.ceil(room / Math.max(1, Math.round(size * (1 - overlap)))) + 1;
        if (room % 2 === 1 && (tiles % 2 === 1 || sample.width < size)) return;
        const flipped = await predictImage(smoothed, mirroredImage(sample), one(size, options));
        expectNear(flipped, mirroredImage(given).image);
      }),
      { numRuns: 40 },
    );
  });

  it("is the plain prediction where the image is one tile", async () => {
    const values = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i));
    const tiled = await predictImage(smoothed, { width: 8, height: 8, image: values }, one(8));
    expect(tiled).toEqual(await smoothed(values, [1, 8, 8]));
  });

  it("mirrors a small image about its outermost pixels, as numpy.pad does with mode=reflect", async () => {
    const seen: number[][] = [];
    const watching: Predict = async (images) => {
      seen.push([...images]);
      return images;
    };
    const sample = { width: 3, height: 1, image: new Float32Array([1, 2, 3]) };
    expect([...(await predictImage(watching, sample, one(8)))]).toEqual([1, 2, 3]);
    // numpy.pad([1, 2, 3], (2, 3), mode="reflect")
    expect(seen[0].slice(0, 8)).toEqual([3, 2, 1, 2, 3, 2, 1, 2]);
    expect(seen[0].slice(56)).toEqual(seen[0].slice(0, 8));
  });

  it("weighs tiles by a Gaussian of an eighth of their size", async () => {
    const byTile = { count: 0 };
    const counting: Predict = async (_, [n, h, w]) =>
      Float32Array.from({ length: n * h * w }, (_, i) => byTile.count + Math.floor(i / (h * w)));
    const sample = { width: 12, height: 8, image: new Float32Array(96) };
    const row = (await predictImage(counting, sample, one(8))).slice(0, 12);
    // Tiles 0 and 1 at 0 and 4, sigma 1: w1 / (w0 + w1) at pixel 4 + x, distances x + 0.5 and x - 3.5 from their middles.
    const share = (x: number) => 1 / (1 + Math.exp(((x - 3.5) ** 2 - (x + 0.5) ** 2) / 2));
    expect([...row.slice(0, 4)]).toEqual([0, 0, 0, 0]);
    for (let x = 0; x < 4; x++) expect(row[4 + x]).toBeCloseTo(share(x), 6);
    expect([...row.slice(8)]).toEqual([1, 1, 1, 1]);
  });

  it("keeps one row of tiles and no more: bands follow one another without a gap", async () => {
    const sample = { width: 5, height: 103, image: new Float32Array(515).map((_, i) => i) };
    let next = 0;
    for await (const { top, rows, logits } of predictBands(
      pointwise(([x]) => x),
      sample,
      one(16),
    )) {
      expect(top).toBe(next);
      expect(rows).toBeLessThanOrEqual(16);
      expect(logits).toEqual(sample.image.subarray(top * 5, (top + rows) * 5));
      next += rows;
    }
    expect(next).toBe(103);
  });

  it("says what does not fit", async () => {
    const sample = { width: 8, height: 8, image: new Float32Array(64) };
    const with_ = (options: Partial<PredictImageOptions>) =>
      predictImage(smoothed, sample, { channels: 1, outputs: 1, size: 8, ...options });
    await expect(with_({ channels: 3 })).rejects.toThrow(
      /an image of 8x8 pixels and 3 channels has 192 values, got 64/,
    );
    await expect(with_({ size: 6, multiple: 4 })).rejects.toThrow(
      /a tile must be a multiple of 4 pixels wide for this network, got 6/,
    );
    await expect(with_({ overlap: 1 })).rejects.toThrow(/a share from 0 to below 1, got 1/);
    await expect(with_({ batch: 0 })).rejects.toThrow(/a whole number of tiles, 1 or more, got 0/);
  });
});

function expectNear(got: Float32Array, expected: Float32Array): void {
  const worst = got.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
  expect(got.length).toBe(expected.length);
  expect(worst).toBeLessThan(2e-6);
}
