import { describe, expect, test } from "vitest";
import { tiff } from "../../src/formats/tiff.ts";
import { decoded, decodedFile } from "../decoded.ts";
import { writeTiff } from "./tiff-writer.ts";

const size = { width: 3, height: 2 };
const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer);

describe("TIFF", () => {
  test("gray of 8 bits, plain and deflated", async () => {
    const bytes = Uint8Array.of(0, 1, 2, 3, 4, 255);
    for (const deflate of [false, true])
      expect(await decoded(tiff, writeTiff([{ ...size, bits: 8, bytes, deflate }]))).toMatchObject({
        ...size,
        data: bytes,
        depth: 1,
        channels: 1,
        bitDepth: 8,
        fullScale: 255,
      });
  });

  test("16 bits, unsigned and signed; 32-bit float", async () => {
    const unsigned = Uint16Array.of(0, 1, 256, 999, 40000, 65535);
    expect(await decoded(tiff, writeTiff([{ ...size, bits: 16, bytes: bytesOf(unsigned) }]))).toMatchObject({
      data: unsigned,
      fullScale: 65535,
    });
    const signed = Int16Array.of(-1024, -1, 0, 1, 2, 3071);
    const scan = await decoded(tiff, writeTiff([{ ...size, bits: 16, format: 2, bytes: bytesOf(signed) }]));
    expect(scan.data).toEqual(signed);
    expect(scan.fullScale).toBeUndefined();
    const float = Float32Array.of(0.5, -2, 3, 1e6, 0, 1);
    expect(
      (await decoded(tiff, writeTiff([{ ...size, bits: 32, format: 3, bytes: bytesOf(float) }]))).data,
    ).toEqual(float);
  });

  test("1 bit, and white is zero", async () => {
    // Three samples a row, most significant first, rows from a byte on.
    const bytes = Uint8Array.of(0b10100000, 0b01000000);
    expect([...(await decoded(tiff, writeTiff([{ ...size, bits: 1, bytes }]))).data]).toEqual([
      1, 0, 1, 0, 1, 0,
    ]);
    const white = await decoded(tiff, writeTiff([{ ...size, bits: 1, bytes, kind: 0 }]));
    expect([...white.data]).toEqual([1, 0, 1, 0, 1, 0]);
    expect(white.notes).toEqual(["it says that white is zero: its numbers are taken as they are stored"]);
  });

  test("a palette gives indices and 8-bit colours", async () => {
    const bytes = Uint8Array.of(0, 1, 2, 2, 1, 0);
    const palette = new Array<number>(768).fill(0);
    palette[1] = 0xff00;
    palette[256 + 2] = 0xffff;
    const raster = await decoded(tiff, writeTiff([{ ...size, bits: 8, kind: 3, bytes, palette }]));
    expect(raster.data).toEqual(bytes);
    expect(raster.palette?.slice(0, 3)).toEqual([
      [0, 0, 0],
      [255, 0, 0],
      [0, 255, 0],
    ]);
  });

  test("RGB keeps three channels, RGBA loses its alpha", async () => {
    const bytes = Uint8Array.from({ length: 18 }, (_, i) => i * 9);
    expect(await decoded(tiff, writeTiff([{ ...size, bits: 8, samples: 3, kind: 2, bytes }]))).toMatchObject({
      data: bytes,
      channels: 3,
    });
    const withAlpha = Uint8Array.from({ length: 24 }, (_, i) => (i % 4 === 3 ? 128 : i));
    const raster = await decoded(
      tiff,
      writeTiff([{ ...size, bits: 8, samples: 4, kind: 2, bytes: withAlpha }]),
    );
    expect(raster.channels).toBe(3);
    expect([...raster.data.subarray(0, 6)]).toEqual([0, 1, 2, 4, 5, 6]);
  });

  test("pages become depth", async () => {
    const pages = [0, 6].map((start) => ({
      ...size,
      bits: 8,
      bytes: Uint8Array.from({ length: 6 }, (_, i) => start + i),
    }));
    const raster = await decoded(tiff, writeTiff(pages));
    expect(raster.depth).toBe(2);
    expect([...raster.data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  test("planes of colours come pixel by pixel; pages of other sizes are refused by name", async () => {
    const bytes = Uint8Array.from({ length: 18 }, (_, i) => i);
    const planar = writeTiff([{ ...size, bits: 8, samples: 3, kind: 2, planar: 2, bytes, strips: 3 }]);
    const raster = await decoded(tiff, planar);
    expect([...raster.data.subarray(0, 6)]).toEqual([0, 6, 12, 1, 7, 13]);
    const unequal = writeTiff([
      { ...size, bits: 8, bytes: new Uint8Array(6) },
      { width: 2, height: 3, bits: 8, bytes: new Uint8Array(6) },
    ]);
    await expect(decodedFile(tiff, unequal, "a.tif")).rejects.toThrow(
      "a.tif: its pages differ in size (3x2 and 2x3); save each picture to a file of its own",
    );
  });

  test("a file cut short, or no TIFF at all, is an error", async () => {
    const whole = writeTiff([{ ...size, bits: 8, bytes: new Uint8Array(6) }]);
    for (const length of [3, 10, whole.length - 40])
      await expect(decodedFile(tiff, whole.subarray(0, length), "cut.tif")).rejects.toThrow(
        /cut\.tif: cannot be read as TIFF/,
      );
    await expect(decodedFile(tiff, new Uint8Array(64), "no.tif")).rejects.toThrow(
      /no\.tif: cannot be read as TIFF/,
    );
  });
});
