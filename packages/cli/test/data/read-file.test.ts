import { encode } from "fast-png";
import { expect, test } from "vitest";
import { readRaster, writeRaster } from "../../src/data/read-file.ts";
import { scratchFolder } from "./scratch-folder.ts";

const PALETTE = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 255, 0],
];

test("what is written is read back: gray, 16 bits, palette, RGB", async () => {
  const folder = await scratchFolder();
  const size = { width: 2, height: 1, depth: 1 };
  const rasters = [
    { ...size, channels: 1, bitDepth: 8, data: Uint8Array.of(1, 2) },
    { ...size, channels: 1, bitDepth: 16, data: Uint16Array.of(1, 40000) },
    { ...size, channels: 1, bitDepth: 8, data: Uint8Array.of(1, 2), palette: PALETTE },
    { ...size, channels: 3, bitDepth: 8, data: Uint8Array.of(1, 2, 3, 4, 5, 6) },
  ];
  for (const raster of rasters) {
    await writeRaster(`${folder}/out.png`, raster);
    expect(await readRaster(`${folder}/out.png`)).toMatchObject(raster);
  }
  const floats = { ...size, channels: 1, bitDepth: 32, data: Float32Array.of(0.5, 1) };
  await expect(writeRaster(`${folder}/out.png`, floats)).rejects.toThrow(/unsigned 8-bit or 16-bit.*\.npy/);
  await expect(writeRaster(`${folder}/out.jpg`, rasters[0])).rejects.toThrow(/name the file \.png or \.npy/);
});

test("a file cut anywhere, or with one changed byte, is an error that names it", async () => {
  const data = Uint8Array.from({ length: 32 * 32 }, (_, i) => (i * i) % 251);
  const whole = encode({ width: 32, height: 32, channels: 1, depth: 8, data });
  const folder = await scratchFolder();
  const { writeFile } = await import("node:fs/promises");
  for (const share of [0.05, 0.3, 0.6, 0.9, 0.99]) {
    await writeFile(`${folder}/cut.png`, whole.subarray(0, Math.floor(share * whole.length)));
    await expect(readRaster(`${folder}/cut.png`)).rejects.toThrow(/cut\.png: cannot be read as PNG.*whole/s);
  }
  const damaged = whole.slice();
  damaged[Math.floor(damaged.length / 2)] ^= 255;
  await writeFile(`${folder}/bad.png`, damaged);
  await expect(readRaster(`${folder}/bad.png`)).rejects.toThrow(/bad\.png: cannot be read as PNG/);
});

test("weight maps go to a file and back", async () => {
  const folder = await scratchFolder();
  const raster = {
    data: Float32Array.of(1, 2.5, -3, 4, 5, 6),
    width: 3,
    height: 2,
    depth: 1,
    channels: 1,
    bitDepth: 32,
  };
  await writeRaster(`${folder}/w.npy`, raster);
  expect(await readRaster(`${folder}/w.npy`)).toEqual(raster);
});

test("a missing, empty or unknown file is an error with a remedy", async () => {
  const folder = await scratchFolder({ "empty.png": "", "photo.heic": "ftyp" });
  await expect(readRaster(`${folder}/none.png`)).rejects.toThrow(/none\.png: no such file; check the path/);
  await expect(readRaster(`${folder}/empty.png`)).rejects.toThrow(
    /empty\.png: the file is empty; expected PNG/,
  );
  await expect(readRaster(`${folder}/photo.heic`)).rejects.toThrow(
    /photo\.heic: unknown format; expected PNG.*NPY/,
  );
  await expect(readRaster("scan.img")).rejects.toThrow(
    /scan\.img: it holds the numbers of NIfTI alone; give the header that stands beside it/,
  );
});
