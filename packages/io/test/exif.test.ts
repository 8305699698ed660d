import { expect, test } from "vitest";
import { exifOrientation } from "../src/exif/exif-orientation.ts";
import { oriented } from "../src/exif/oriented.ts";
import { settleOrientation } from "../src/exif/settle-orientation.ts";
import type { Raster } from "../src/raster.ts";

const stored = (exifOrientation: number): Raster => ({
  data: Uint8Array.of(0, 1, 2, 3, 4, 5),
  ...{ width: 3, height: 2, depth: 1, channels: 1, bitDepth: 8, exifOrientation },
});

// ImageOps.exif_transpose of Pillow 12.3.0 on the rows 0 1 2, 3 4 5.
const SHOWN: Readonly<Record<number, readonly number[][]>> = {
  1: [
    [0, 1, 2],
    [3, 4, 5],
  ],
  2: [
    [2, 1, 0],
    [5, 4, 3],
  ],
  3: [
    [5, 4, 3],
    [2, 1, 0],
  ],
  4: [
    [3, 4, 5],
    [0, 1, 2],
  ],
  5: [
    [0, 3],
    [1, 4],
    [2, 5],
  ],
  6: [
    [3, 0],
    [4, 1],
    [5, 2],
  ],
  7: [
    [5, 2],
    [4, 1],
    [3, 0],
  ],
  8: [
    [2, 5],
    [1, 4],
    [0, 3],
  ],
};

test.each(Object.keys(SHOWN).map(Number))("orientation %d is shown as Pillow shows it", (orientation) => {
  const rows = SHOWN[orientation];
  const raster = oriented(stored(orientation));
  expect([...raster.data]).toEqual(rows.flat());
  expect(raster).toMatchObject({ width: rows[0].length, height: rows.length });
  expect(raster.exifOrientation).toBeUndefined();
});

test("is settled by size, by the choice, or left open", () => {
  const plain = (width: number, height: number): Raster => {
    const { exifOrientation: _, ...raster } = stored(1);
    return { ...raster, width, height };
  };
  expect(settleOrientation(stored(6), plain(2, 3))).toMatchObject({ as: "apply" });
  expect(settleOrientation(stored(6), plain(3, 2))).toMatchObject({ as: "raw" });
  expect(settleOrientation(stored(3), plain(3, 2))).toBe("open");
  expect(settleOrientation(stored(3), plain(3, 2), "raw")).toMatchObject({ as: "raw" });
  // Both are stored the same way, and nothing has to be settled.
  expect(settleOrientation(stored(6), stored(6))).not.toHaveProperty("as");
});

test("of damaged blocks is unknown", () => {
  const block = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
  expect(exifOrientation(Uint8Array.from(block))).toBe(6);
  for (let length = 0; length < block.length; length++)
    expect([undefined, 6]).toContain(exifOrientation(Uint8Array.from(block.slice(0, length))));
  expect(exifOrientation(Uint8Array.from(block.with(18, 9)))).toBeUndefined();
});
