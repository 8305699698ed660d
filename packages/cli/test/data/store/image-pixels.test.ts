import type { Raster } from "@segloss/io";
import { expect, test } from "vitest";
import { imageValues } from "../../../src/data/image-values.ts";

const raster = (data: Raster["data"], more: Partial<Raster> = {}): Raster => ({
  ...{ data, width: data.length, height: 1, depth: 1, channels: 1, bitDepth: 16 },
  ...more,
});
const scan = (data: Raster["data"]) => raster(data, { width: data.length / 2, depth: 2, spacing: [1, 1, 1] });
const valuesOf = (one: Raster) => [...imageValues(one).values];

test("a picture is divided by its white, a file without one goes from 0 to 1, and what lies there stays", () => {
  expect(valuesOf(raster(Uint8Array.of(0, 51, 255), { fullScale: 255 }))).toEqual([0, Math.fround(0.2), 1]);
  expect(valuesOf(raster(Int16Array.of(-10, 0, 30)))).toEqual([0, 0.25, 1]);
  for (const make of [raster, scan])
    expect(valuesOf(make(Float32Array.of(0.25, 0.5, 0.5, 0.75)))).toEqual([0.25, 0.5, 0.5, 0.75]);
  expect(valuesOf(scan(Float32Array.of(7, 7)))).toEqual([0.5, 0.5]);
});

test("of a scan the mean becomes 0.5 and the deviation an eighth, whatever its scale", () => {
  const values = Float32Array.of(2, 4, 4, 4, 5, 5, 7, 9);
  // Mean 5, deviation 2.
  const expected = [...values].map((value) => (value - 5) / 16 + 0.5);
  expect(valuesOf(scan(values))).toEqual(expected);
  expect(valuesOf(scan(values.map((value) => 1024 * value + 512)))).toEqual(expected);
});

test("each channel of a scan goes by its own, and a slice that says where it lies is one too", () => {
  const values = Float32Array.of(2, 4, 4, 4, 5, 5, 7, 9);
  const expected = [...values].map((value) => (value - 5) / 16 + 0.5);
  const two = Float32Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 1 : 100) * values[i >> 1]);
  const both = valuesOf({ ...scan(two), channels: 2, width: 4 });
  for (const c of [0, 1])
    expect(both.filter((_, i) => i % 2 === c).map((v, i) => Math.abs(v - expected[i]))).toEqual(
      expected.map(() => expect.closeTo(0, 6)),
    );
  const geometry = {} as Raster["geometry"];
  expect(valuesOf(raster(values, { spacing: [1, 1, 1], ...(geometry && { geometry }) }))).toEqual(expected);
});

// One voxel of 2,000 voxels took nearly all of the contrast.
test("one bright voxel leaves the contrast of the others", () => {
  const tissue = Float32Array.from({ length: 2000 }, (_, i) => 100 + (i % 20));
  const bright = tissue.map((value, i) => (i === 7 ? 500 : value));
  const [plain, marred] = [tissue, bright].map((data) => valuesOf(scan(data)));
  const contrast = (values: number[]) => values[19] - values[0];
  expect(contrast(marred) / contrast(plain)).toBeGreaterThan(0.5);
  expect(Math.max(...marred)).toBeGreaterThan(1);
});
