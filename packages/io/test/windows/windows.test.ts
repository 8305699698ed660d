import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oriented } from "../../src/exif/oriented.ts";
import { reorder } from "../../src/geometry/reorder.ts";
import { asSlices } from "../../src/picture/planes.ts";
import type { Raster } from "../../src/raster.ts";
import { boxesOf } from "../../src/windows/boxes.ts";
import { orientedWindows } from "../../src/windows/oriented-windows.ts";
import { type Box, checkInside, type RasterWindows, wholeRaster } from "../../src/windows/raster-windows.ts";
import { reorderedWindows } from "../../src/windows/reordered-windows.ts";
import { slicedWindows } from "../../src/windows/sliced-windows.ts";

function cut(raster: Raster, { from: [z, y, x], size: [depth, height, width] }: Box): Raster {
  const { channels } = raster;
  const data = new Uint8Array(depth * height * width * channels);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / channels);
    const [k, j, l] = [
      Math.floor(pixel / (width * height)),
      Math.floor(pixel / width) % height,
      pixel % width,
    ];
    const place = ((z + k) * raster.height + y + j) * raster.width + x + l;
    data[i] = raster.data[place * channels + (i % channels)];
  }
  return { ...raster, depth, height, width, data };
}

/** A raster in memory as windows. */
function windowsOf(raster: Raster, block: RasterWindows["block"] = [1, 2, 3]): RasterWindows {
  const { data: _, alpha: _alpha, layers: _layers, ...head } = raster;
  return {
    ...{ head, block, alphaAt: -1 },
    async readBox(box) {
      checkInside(box, head);
      return cut(raster, box);
    },
  };
}

function raster(depth: number, height: number, width: number, channels = 1): Raster {
  const data = Uint8Array.from({ length: depth * height * width * channels }, (_, i) => (i * 37) % 251);
  return { data, depth, height, width, channels, bitDepth: 8, spacing: [3, 2, 1] };
}

/** Every box of the windows is that of the raster. */
async function expectBoxes(windows: RasterWindows, whole: Raster): Promise<void> {
  const { depth, height, width } = whole;
  expect(windows.head).toMatchObject({ depth, height, width, spacing: whole.spacing });
  const along = (size: number) => fc.tuple(fc.nat(size - 1), fc.nat(size - 1));
  const property = fc.asyncProperty(along(depth), along(height), along(width), async (...axes) => {
    const from = axes.map(([a, b]) => Math.min(a, b)) as unknown as Box["from"];
    const size = axes.map(([a, b]) => Math.abs(a - b) + 1) as unknown as Box["size"];
    const box = { from, size };
    expect([...(await windows.readBox(box)).data]).toEqual([...cut(whole, box).data]);
  });
  await fc.assert(property, { numRuns: 15 });
  expect([...(await wholeRaster(windows)).data]).toEqual([...whole.data]);
}

describe("boxes are those of the whole raster", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])("turned as orientation %i says", async (exifOrientation) => {
    const one = { ...raster(2, 5, 7), exifOrientation };
    await expectBoxes(orientedWindows(windowsOf(one)), oriented(one));
  });

  it.each([
    [
      [0, 1, 2],
      [true, false, false],
    ],
    [
      [2, 0, 1],
      [false, true, true],
    ],
    [
      [1, 2, 0],
      [true, true, false],
    ],
    [
      [2, 1, 0],
      [false, false, false],
    ],
  ] as const)("with axes %j, flipped %j", async (axes, flipped) => {
    const one = raster(3, 5, 7);
    await expectBoxes(reorderedWindows(windowsOf(one), { axes, flipped }), reorder(one, { axes, flipped }));
  });

  it("with planes as slices", async () => {
    const one = { ...raster(1, 5, 7, 3), planes: true };
    await expectBoxes(slicedWindows(windowsOf(one)), asSlices(one));
  });
});

it("boxes cover each sample of a part of the depth once", () => {
  const sizes = fc.integer({ min: 1, max: 40 });
  const block = fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
  );
  fc.assert(
    fc.property(sizes, sizes, block, block, (height, width, p, t) => {
      const one = raster(6, height, width);
      const part = { from: 3, depth: 3 };
      const seen = new Uint8Array(one.data.length);
      for (const { from, size } of boxesOf(windowsOf(one, p), windowsOf(one, t), part))
        for (let z = from[0]; z < from[0] + size[0]; z++)
          for (let y = from[1]; y < from[1] + size[1]; y++)
            for (let x = from[2]; x < from[2] + size[2]; x++) seen[(z * height + y) * width + x]++;
      expect(seen.subarray(0, 3 * height * width).every((count) => count === 0)).toBe(true);
      expect(seen.subarray(3 * height * width).every((count) => count === 1)).toBe(true);
    }),
  );
});
