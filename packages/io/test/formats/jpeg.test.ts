import { encode } from "jpeg-js";
import { describe, expect, test } from "vitest";
import { jpeg } from "../../src/formats/jpeg.ts";
import { decoded, decodedFile } from "../decoded.ts";

function photograph(width: number, height: number, colour: (x: number, y: number) => number[]): Uint8Array {
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => {
    const pixel = Math.floor(i / 4);
    return i % 4 === 3 ? 255 : colour(pixel % width, Math.floor(pixel / width))[i % 4];
  });
  return new Uint8Array(encode({ data, width, height }, 95).data);
}

describe("JPEG", () => {
  test("a smooth picture of quality 95 comes back within 6 of 256 levels, as RGB", async () => {
    const colour = (x: number, y: number) => [40 + 3 * x, 200 - 4 * y, 90 + x + y];
    const raster = await decoded(jpeg, photograph(40, 24, colour));
    expect(raster).toMatchObject({ width: 40, height: 24, depth: 1, channels: 3, bitDepth: 8, lossy: true });
    for (let y = 0; y < 24; y++)
      for (let x = 0; x < 40; x++)
        for (let c = 0; c < 3; c++)
          expect(Math.abs(raster.data[(y * 40 + x) * 3 + c] - colour(x, y)[c])).toBeLessThanOrEqual(6);
  });

  test("a picture without colour has one channel", async () => {
    const raster = await decoded(
      jpeg,
      photograph(16, 16, (x) => [10 * x, 10 * x, 10 * x]),
    );
    expect(raster).toMatchObject({ width: 16, height: 16, channels: 1 });
    expect(raster.data).toHaveLength(256);
  });

  test("a file cut short, or no JPEG at all, is an error", async () => {
    const whole = photograph(64, 64, (x, y) => [(x * y) % 256, x * 4, y * 4]);
    for (const share of [0.1, 0.5, 0.9])
      await expect(
        decodedFile(jpeg, whole.subarray(0, Math.floor(share * whole.length)), "cut.jpg"),
      ).rejects.toThrow(/cut\.jpg: cannot be read as JPEG/);
    await expect(decodedFile(jpeg, Uint8Array.of(1, 2, 3, 4), "no.jpg")).rejects.toThrow(
      /no\.jpg: cannot be read as JPEG/,
    );
  });
});
