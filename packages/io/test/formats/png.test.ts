import { encode, type IndexedColors } from "fast-png";
import { describe, expect, test } from "vitest";
import { imageValues } from "../../../cli/src/data/image-values.ts";
import { png } from "../../src/formats/png.ts";
import { decoded } from "../decoded.ts";

const PALETTE: IndexedColors = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
];

// Widths are no multiple of the samples in a byte, so that rows end in padding.
const PACKED_ROWS = {
  1: [
    [0, 1, 1, 0, 1, 0, 0, 1, 1],
    [1, 0, 0, 0, 0, 0, 0, 0, 1],
  ],
  2: [
    [3, 0, 1, 2, 3],
    [0, 1, 2, 3, 1],
  ],
  4: [
    [3, 1, 2],
    [0, 1, 3],
  ],
} as const;

/** Packs samples as text of bits: another road than the unpacking under test. */
function packed(rows: readonly (readonly number[])[], depth: number): Uint8Array {
  const bytes = rows.flatMap((row) => {
    const bits = row.map((value) => value.toString(2).padStart(depth, "0")).join("");
    return bits.match(/.{1,8}/g)!.map((byte) => Number.parseInt(byte.padEnd(8, "0"), 2));
  });
  return Uint8Array.from(bytes);
}

function packedPng(depth: 1 | 2 | 4, palette?: IndexedColors): Uint8Array {
  const rows = PACKED_ROWS[depth];
  const size = { width: rows[0].length, height: rows.length };
  return encode({ ...size, depth, channels: 1, data: packed(rows, depth), ...(palette ? { palette } : {}) });
}

describe("PNG", () => {
  for (const depth of [1, 2, 4] as const) {
    test(`a palette of ${depth} bits gives indices and keeps its colours`, async () => {
      const raster = await decoded(png, packedPng(depth, PALETTE.slice(0, 2 ** depth)));
      expect([...raster.data]).toEqual(PACKED_ROWS[depth].flat());
      expect(raster).toMatchObject({
        width: PACKED_ROWS[depth][0].length,
        height: 2,
        channels: 1,
        bitDepth: depth,
      });
      expect(raster.palette?.[1]).toEqual([255, 0, 0]);
    });

    test(`gray of ${depth} bits gives samples, and white is ${2 ** depth - 1}`, async () => {
      const raster = await decoded(png, packedPng(depth));
      expect([...raster.data]).toEqual(PACKED_ROWS[depth].flat());
      expect(raster.palette).toBeUndefined();
      const { values } = imageValues(raster);
      expect(values[1]).toBeCloseTo(PACKED_ROWS[depth][0][1] / (2 ** depth - 1), 6);
    });
  }

  test("a palette of 8 bits gives indices; as an image it is coloured", async () => {
    const raster = await decoded(
      png,
      encode({ width: 2, height: 1, channels: 1, depth: 8, data: Uint8Array.of(3, 1), palette: PALETTE }),
    );
    expect([...raster.data]).toEqual([3, 1]);
    expect(imageValues(raster)).toEqual({ values: Float32Array.of(0, 0, 1, 1, 0, 0), channels: 3 });
  });

  test("a palette with transparency gives the same indices", async () => {
    const clear = PALETTE.map((colour, index) => [...colour, index === 0 ? 0 : 255]);
    const raster = await decoded(
      png,
      encode({ width: 2, height: 1, channels: 1, depth: 8, data: Uint8Array.of(0, 2), palette: clear }),
    );
    expect([...raster.data]).toEqual([0, 2]);
    expect(raster.palette?.[2]).toEqual([0, 255, 0]);
  });

  test("gray of 16 bits keeps its values", async () => {
    const data = Uint16Array.of(0, 1, 256, 65535);
    const raster = await decoded(png, encode({ width: 2, height: 2, channels: 1, depth: 16, data }));
    expect(raster).toMatchObject({ data, bitDepth: 16, fullScale: 65535 });
    expect(imageValues(raster).values[2]).toBeCloseTo(256 / 65535, 7);
  });

  test("alpha is dropped from gray and from RGB", async () => {
    const gray = await decoded(
      png,
      encode({ width: 2, height: 1, channels: 2, depth: 8, data: Uint8Array.of(7, 0, 8, 255) }),
    );
    expect(gray).toMatchObject({ channels: 1, data: Uint8Array.of(7, 8) });
    const colour = await decoded(
      png,
      encode({ width: 1, height: 2, channels: 4, depth: 8, data: Uint8Array.of(1, 2, 3, 0, 4, 5, 6, 255) }),
    );
    expect(colour).toMatchObject({ channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  });

  test("interlaced samples are read", async () => {
    const data = Uint8Array.from({ length: 81 }, (_, i) => i);
    const bytes = encode({ width: 9, height: 9, channels: 1, depth: 8, data }, { interlace: "Adam7" });
    expect((await decoded(png, bytes)).data).toEqual(data);
  });

  test("alpha that is not the same everywhere is kept beside the samples", async () => {
    const image = { width: 2, height: 1, channels: 2, depth: 8 } as const;
    const cut = await decoded(png, encode({ ...image, data: Uint8Array.of(9, 0, 9, 255) }));
    expect(cut).toMatchObject({ data: Uint8Array.of(9, 9), alpha: Uint8Array.of(0, 255) });
    const plain = await decoded(png, encode({ ...image, data: Uint8Array.of(9, 255, 8, 255) }));
    expect(plain.alpha).toBeUndefined();
  });
});
