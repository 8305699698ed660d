import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeNpy, encodeNpy, readRaster } from "../../src/data/index.ts";
import { grayPng, scratchFolder } from "../data/scratch-folder.ts";
import { call, mistake } from "./fake-io.ts";

/** Two cells with a gap of one pixel: d1 + d2 is 2 everywhere but inside. */
const labels = grayPng([[1, 0, 2]]);

async function weightsOf(content: Uint8Array, name: string, ...options: string[]) {
  const folder = await scratchFolder({ [name]: content });
  const output = join(folder, "w.npy");
  const { code, out, said } = await call("weights", join(folder, name), ...options, "-o", output, "--json");
  expect({ code, said }).toEqual({ code: 0, said: [] });
  return { result: JSON.parse(out), ...decodeNpy(await readFile(output)) };
}

/** Weights are made in single precision, within 1e-6 of the formula. */
const at = (gap: number, w0 = 10, sigma = 5) =>
  Math.fround(1 + w0 * Math.exp(-(gap ** 2) / (2 * sigma ** 2)));

describe("npy", () => {
  it("holds U-Net's weights in the image's shape", async () => {
    const { data, shape, result } = await weightsOf(labels, "l.png");
    expect(shape).toEqual([1, 3]);
    for (const weight of data) expect(weight).toBeCloseTo(at(2), 5);
    expect(result).toMatchObject({ cells: 2, scale: 1, largest: Math.max(...data) });
  });

  it("takes w0, sigma and spacing", async () => {
    const { data } = await weightsOf(labels, "l.png", "--w0", "3", "--sigma", "2", "--spacing", "1,0.5");
    expect(data[1]).toBeCloseTo(at(1, 3, 2), 5);
  });

  it("counts the extra weight only outside of cells when asked to", async () => {
    const { data } = await weightsOf(labels, "l.png", "--only", "background");
    expect([data[0], data[2]]).toEqual([1, 1]);
    expect(data[1]).toBeCloseTo(at(2), 5);
  });

  it("reads volumes", async () => {
    const volume = encodeNpy({
      data: Uint8Array.of(1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 2, 2, 2, 2, 2),
      shape: [3, 1, 5],
    });
    const { data, shape } = await weightsOf(volume, "v.npy");
    expect(shape).toEqual([3, 1, 5]);
    expect(data[7]).toBeCloseTo(at(2), 5);
  });
});

describe("cells", () => {
  const apart = grayPng([[1, 0, 1]]);
  it("are connected parts unless asked otherwise", async () => {
    expect((await weightsOf(apart, "l.png")).data[1]).toBeCloseTo(at(2), 5);
    expect((await weightsOf(apart, "l.png", "--cells", "instances")).data[1]).toBe(1);
  });
  it("can be the regions of each class, background too", async () => {
    // The background pixel is a cell itself, at distance 0; the nearest other is 1 away.
    expect((await weightsOf(apart, "l.png", "--cells", "classes")).data[1]).toBeCloseTo(at(1), 5);
  });
});

describe("png", () => {
  it("is 16-bit gray whose scale is said", async () => {
    const folder = await scratchFolder({ "l.png": grayPng([[1, 0, 0, 0, 0, 0, 0, 2]]) });
    const output = join(folder, "w.png");
    const { code, out, said } = await call(
      "weights",
      join(folder, "l.png"),
      "--sigma",
      "3",
      "-o",
      output,
      "--json",
    );
    expect(code).toBe(0);
    const { scale, largest } = JSON.parse(out);
    expect(said).toEqual([`weight = grey value * ${scale}`]);
    const raster = await readRaster(output);
    expect([raster.bitDepth, raster.channels]).toEqual([16, 1]);
    expect(Math.max(...raster.data)).toBe(65535);
    expect(raster.data[3] * scale).toBeCloseTo(at(7, 10, 3), 3);
    expect(largest).toBeCloseTo(at(7, 10, 3), 5);
  });

  it("cannot hold volumes", async () => {
    const volume = encodeNpy({ data: new Uint8Array(3 * 5 * 5).fill(1), shape: [3, 5, 5] });
    const folder = await scratchFolder({ "v.npy": volume });
    expect(await mistake("weights", join(folder, "v.npy"), "-o", join(folder, "w.png"))).toMatch(
      /PNG holds one image, not 3 slices; write .npy/,
    );
  });
});

it("reads annotations of one image: objects are cells by number, crowds are none", async () => {
  const square = (from: number, to: number) => [[from, from, to, from, to, to, from, to]];
  const coco = (names: readonly string[]) =>
    JSON.stringify({
      images: names.map((file_name, id) => ({ id, file_name, width: 8, height: 8 })),
      categories: [{ id: 1, name: "cell" }],
      annotations: [square(0, 3), square(3, 6), square(6, 8)].map((segmentation, id) => ({
        ...{ id, image_id: 0, category_id: 1, segmentation, iscrowd: Number(id === 2) },
      })),
    });
  const numbered = [0, 1, 2, 3, 4, 5, 6, 7].map((y) =>
    [0, 1, 2, 3, 4, 5, 6, 7].map((x) => (x < 3 && y < 3 ? 1 : x >= 3 && y >= 3 && x < 6 && y < 6 ? 2 : 0)),
  );
  const folder = await scratchFolder({
    "a.json": coco(["a.png"]),
    "two.json": coco(["a.png", "b.png"]),
    "l.png": grayPng(numbered),
    "y.png": grayPng(numbered),
    "y.txt": "0 0 0 0.25 0 0.25 0.25 0 0.25\n0 0.375 0.375 0.625 0.375 0.625 0.625 0.375 0.625\n",
  });
  const path = (name: string) => join(folder, name);
  const weightsOf = async (labels: string) => {
    const { code } = await call("weights", path(labels), "--cells", "instances", "-o", path("w.npy"));
    return [code, await readFile(path("w.npy"))];
  };
  const expected = await weightsOf("l.png");
  for (const labels of ["a.json", "two.json#a.png", "y.txt"])
    expect(await weightsOf(labels)).toEqual(expected);
  const refused = await mistake("weights", path("two.json"), "-o", path("w.npy"));
  expect(refused).toMatch(/two\.json: it holds 2 images .*, or of one of its images as .*two\.json#a\.png/);
});

describe("what is refused", () => {
  it("other outputs, missing files, colours and bad numbers", async () => {
    const colours = encodeNpy({ data: Uint8Array.of(1, 2, 3, 1, 1, 1), shape: [1, 2, 3] });
    const folder = await scratchFolder({ "l.png": labels, "c.npy": colours });
    const path = (name: string) => join(folder, name);
    expect(await mistake("weights", path("l.png"), "-o", "w.tif")).toMatch(/written as .npy or .png/);
    expect(await mistake("weights", path("x.png"), "-o", path("w.npy"))).toMatch(
      /no such file; check the path/,
    );
    expect(await mistake("weights", path("l.txt"), "-o", path("w.npy"))).toMatch(
      /unknown format; expected PNG/,
    );
    expect(await mistake("weights", path("c.npy"), "-o", path("w.npy"))).toMatch(
      /pixels of 3 values, which are not one-hot/,
    );
    expect(await mistake("weights", path("l.png"), "-o", path("w.npy"), "--sigma", "0")).toMatch(/above 0/);
    expect(await mistake("weights", path("l.png"), "-o", path("w.npy"), "--w0", "-1")).toMatch(/at least 0/);
    expect(await mistake("weights", folder, "-o", path("w.npy"))).toMatch(/it is a folder, not a file/);
    expect(await mistake("weights", path("l.png"), "-o", path("w.npy"), "--spacing", "1,1,1")).toMatch(
      /one number per axis of the shape, 2 in all/,
    );
    expect(await mistake("weights", path("x.png"), "-o", path("no/w.npy"))).toMatch(
      /-o .*w\.npy: there is no folder .*no to write it in; make the folder/,
    );
    expect(await mistake("weights", path("l.png"))).toMatch(/required option '-o, --output <file>'/);
  });
});
