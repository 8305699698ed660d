import { readdirSync, symlinkSync, utimesSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { encodeNpy } from "@segloss/io";
import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { openFolder } from "../../src/data/folder.ts";
import type { ImageSource } from "../../src/data/image-source.ts";
import { memorySource } from "../../src/data/memory-source.ts";
import { simulateNuclei } from "../../src/data/named/nuclei.ts";
import { measureNormalisation } from "../../src/data/normalisation.ts";
import { openSource, type SourceOptions } from "../../src/data/open-source.ts";
import { openStoredSource } from "../../src/data/open-stored-source.ts";
import { surveyFolder } from "../../src/data/survey-folder.ts";
import { grayPng, scratchFolder } from "./scratch-folder.ts";

const ROWS = [
  [0, 51, 7],
  [102, 255, 9],
];
const MASK = grayPng([
  [0, 1, 255],
  [1, 0, 1],
]);

function rgbPng(seed: number, more: { palette?: [number, number, number][]; channels?: 1 | 3 } = {}) {
  const channels = more.channels ?? 3;
  const data = Uint8Array.from({ length: 6 * channels }, (_, i) =>
    more.palette ? i % 3 : (seed * i * 37) % 256,
  );
  return encode({
    width: 3,
    height: 2,
    channels,
    depth: 8,
    data,
    ...(more.palette && { palette: more.palette }),
  });
}

/** Images in every way in which numbers are kept. */
const KINDS: Record<string, Uint8Array> = {
  "images/gray.png": grayPng(ROWS),
  "images/deep.png": grayPng([[0, 40000, 7], ROWS[1]], 16),
  "images/colour.png": rgbPng(3),
  "images/palette.png": rgbPng(0, {
    channels: 1,
    palette: [
      [1, 2, 3],
      [250, 3, 7],
      [9, 9, 90],
    ],
  }),
  "images/float.npy": encodeNpy({ data: Float32Array.of(-1, 0.3, 7, 2, 9, 1.7), shape: [2, 3] }),
  "images/double.npy": encodeNpy({ data: Float64Array.of(-1 / 3, 0.3, 7, 2, 9, 1.7), shape: [2, 3] }),
  "images/short.npy": encodeNpy({ data: Int16Array.of(-1000, 0, 1000, 3, 2, 1), shape: [2, 3] }),
  "images/unit.npy": encodeNpy({ data: Float32Array.of(0, 0.3, 0.25, 1, 0.9, 0.7), shape: [2, 3] }),
};

function withMasks(images: Record<string, Uint8Array>): Record<string, Uint8Array> {
  const masks = Object.keys(images).map((path) => [
    path.replace("images", "masks").replace(/\.\w+$/, ".png"),
    MASK,
  ]);
  return { ...images, ...Object.fromEntries(masks) };
}

async function opened(files: Record<string, Uint8Array | string>, options: SourceOptions = {}) {
  const folder = await scratchFolder(files);
  return { folder, source: await openSource(folder, { work: join(folder, ".work"), ...options }) };
}

function samples(source: ImageSource) {
  return source.images.map((_, image) => source.sample(image));
}

describe("pixels in a file", () => {
  test("are the numbers that the folder gives in memory, whatever they are stored as", async () => {
    const { folder, source } = await opened(withMasks(KINDS));
    const whole = await openFolder(folder);
    expect(source.images).toHaveLength(8);
    expect(samples(source)).toEqual(whole.images);
    const { classes, channels, ignore, notes, name } = whole;
    expect(source).toMatchObject({ classes, channels, ignore, notes, name });
    expect(source.images[0]).toMatchObject({ name: "colour", width: 3, height: 2, classPixels: [2, 3] });
  });

  test("of numbered objects and of volumes, with the place of each slice", async () => {
    const data = Float32Array.from({ length: 84 }, (_, i) => i - 5);
    const labels = Uint16Array.from({ length: 84 }, (_, i) => (i % 3) * 300);
    const files = {
      "images/scan.npy": encodeNpy({ data, shape: [2, 6, 7] }),
      "masks/scan.npy": encodeNpy({ data: labels, shape: [2, 6, 7] }),
    };
    const { folder, source } = await opened(files, { labels: "instances" });
    expect(samples(source)).toEqual((await openFolder(folder, { labels: "instances" })).images);
    expect(source.images).toMatchObject([
      { name: "scan#000", group: "scan", slice: 0, hasObjects: true, classPixels: [14, 28] },
      { name: "scan#001", group: "scan", slice: 1, hasObjects: true },
    ]);
  });

  test("of a set in memory: the same through a file and without one", async () => {
    const dataSet = simulateNuclei({ count: 2, size: 32 });
    const work = await scratchFolder();
    const stored = await openSource("nuclei", { work, count: 2, size: 32 });
    const memory = memorySource(dataSet);
    expect(samples(stored)).toEqual(dataSet.images);
    expect(samples(memory)).toEqual(dataSet.images);
    expect(stored.fingerprint).toBe(memory.fingerprint);
    expect(measureNormalisation(stored)).toEqual(measureNormalisation(memory));
  });

  test("are opened again from the manifest alone, and go when no work folder was given", async () => {
    const { source } = await opened(withMasks(KINDS));
    const again = openStoredSource(source.file);
    expect(samples(again)).toEqual(samples(source));
    expect(again.fingerprint).toBe(source.fingerprint);
    const passing = await openSource(await scratchFolder(withMasks(KINDS)));
    passing.close();
    expect(() => openStoredSource(passing.file)).toThrow(/data\.json: cannot be read .*open the data anew/);
    expect(() => source.window(0, { x: 2, y: 0, width: 2, height: 1 })).toThrow(
      /colour: a window of 2x1 at 2,0 is not inside of 3x2/,
    );
  });
});

describe("a file of pixels is used again", () => {
  const files = withMasks({ "images/a.png": grayPng(ROWS), "images/b.png": rgbPng(5) });

  test("as long as files and options are the same", async () => {
    const { folder, source } = await opened(files);
    const work = join(folder, ".work");
    const said: string[] = [];
    const again = (options: SourceOptions = {}) =>
      openSource(folder, { work, onProgress: (text) => said.push(text), ...options });
    expect((await again()).fingerprint).toBe(source.fingerprint);
    expect(said).toEqual([]);
    expect(readdirSync(work).sort()).toEqual(["data.bin", "data.json"]);
    await again({ ignore: 255 });
    expect(said).toHaveLength(2);
    await writeFile(join(work, "data.bin"), "cut short");
    expect(samples(await again({ ignore: 255 }))).toHaveLength(2);
    expect(said).toHaveLength(4);
    utimesSync(join(folder, "masks/a.png"), 1, 1);
    await again({ ignore: 255 });
    expect(said).toHaveLength(6);
  });

  test("its fingerprint changes with a pixel, a label, a name, and with nothing else", async () => {
    const print = async (changed: Record<string, Uint8Array | string>) =>
      (await opened({ ...files, ...changed })).source.fingerprint;
    const [first, same, pixel, label, named] = await Promise.all([
      print({}),
      print({}),
      print({ "images/a.png": grayPng([[0, 52, 7], ROWS[1]]) }),
      print({
        "masks/a.png": grayPng([
          [0, 1, 255],
          [1, 1, 1],
        ]),
      }),
      print({ "classes.txt": "ground\ntree\n" }),
    ]);
    expect(same).toBe(first);
    expect(new Set([first, pixel, label, named]).size).toBe(4);
  });
});

describe("where the file cannot be written", () => {
  test("one line says why: a full disk, a place that is none", async () => {
    const folder = await scratchFolder(
      withMasks({ "images/a.png": grayPng(ROWS), "images/b.png": grayPng(ROWS) }),
    );
    const full = await scratchFolder();
    symlinkSync("/dev/full", join(full, "data.bin.tmp"));
    await expect(openSource(folder, { work: full })).rejects.toThrow(
      /data\.bin\.tmp: cannot be written: the disk is full; free some space .*, or choose another place/,
    );
    expect(readdirSync(full)).toEqual([]);
    symlinkSync("/dev/full", join(full, "labels.tmp"));
    await expect(openSource(folder, { work: full })).rejects.toThrow(
      /labels\.tmp: cannot be written: the disk/,
    );
    expect(readdirSync(full)).toEqual([]);
    symlinkSync("/dev/full", join(full, `data.json.${process.pid}.tmp`));
    await expect(openSource(folder, { work: full })).rejects.toThrow(
      /data\.json: cannot be written: the disk/,
    );
    symlinkSync("/dev/full", join(full, "data.bin.tmp"));
    await expect(openSource("nuclei", { work: full, count: 1, size: 32 })).rejects.toThrow(
      /the disk is full/,
    );
    await expect(openSource(folder, { work: join(folder, "images/a.png/w") })).rejects.toThrow(
      /a\.png\/w: cannot be written: its folder is a file/,
    );
  });
});

describe("files that are not right", () => {
  const WIDE = grayPng([[0, 1, 1, 1]]);
  const files = {
    ...withMasks({ "images/a.png": grayPng(ROWS), "images/b.png": grayPng(ROWS) }),
    "images/broken.png": "no",
    "masks/broken.png": MASK,
    "images/lonely.png": grayPng(ROWS),
    "masks/strange.png": MASK,
    "images/wide.png": grayPng(ROWS),
    "masks/wide.png": WIDE,
    "images/many.npy": encodeNpy({ data: new Float32Array(12), shape: [2, 3, 2] }),
    "masks/many.png": MASK,
  };
  const LINES = [
    ["images/lonely.png", /image lonely has no mask/],
    ["masks/strange.png", /mask strange has no image/],
    ["images/broken.png", /broken\.png: cannot be read as PNG/],
    ["masks/wide.png", /wide\.png: it is 4x1 and its image 3x2; a mask has the pixels of its own image/],
    ["images/many.npy", /many\.npy: it has 2 channels where others have 1; convert them to one kind/],
  ] as const;

  test("are all listed, and the good ones opened", async () => {
    const folder = await scratchFolder(files);
    const { source, problems } = await surveyFolder(folder);
    expect(source?.images.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(problems.map(({ file }) => file)).toEqual(LINES.map(([file]) => join(folder, file)));
    for (const [k, { message }] of problems.entries()) expect(message).toMatch(LINES[k][1]);
    source?.close();
  });

  test("are one error that lists them where all have to be right", async () => {
    const folder = await scratchFolder(files);
    await expect(openSource(folder)).rejects.toMatchObject({
      message: `${folder}: 5 of its files are not right, see above`,
      problems: LINES.map(([, line]) => expect.stringMatching(line)),
    });
  });

  test("beside labels that mean nothing are listed with what is wrong with the labels", async () => {
    const folder = await scratchFolder({
      "images/a.png": grayPng(ROWS),
      "masks/a.png": grayPng([
        [0, 9, 90],
        [0, 0, 0],
      ]),
      "images/b.png": grayPng(ROWS),
    });
    const { source, problems } = await surveyFolder(folder);
    expect(source).toBeUndefined();
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/image b has no mask/),
      expect.stringMatching(/look like gray levels/),
    ]);
  });
});

test("a part of the images has as many groups as can be, and is always the same", async () => {
  const names = Array.from({ length: 12 }, (_, k) => `${"abc"[k % 3]}${k}`);
  const files = withMasks(Object.fromEntries(names.map((name) => [`images/${name}.png`, grayPng(ROWS)])));
  const groupsOf = (stems: readonly string[]) => stems.map((stem) => stem[0]);
  const { source } = await opened(files, { images: 4, groupsOf });
  expect(source.images).toHaveLength(4);
  expect(new Set(source.images.map(({ group }) => group))).toEqual(new Set(["a", "b", "c"]));
  const again = await opened(files, { images: 4, groupsOf });
  expect(again.source.images.map(({ name }) => name)).toEqual(source.images.map(({ name }) => name));
});

test("statistics are those of the values that are not ignored, of bytes and of other numbers", async () => {
  const { folder, source } = await opened(withMasks(KINDS));
  const { images, channels } = await openFolder(folder);
  const { mean, deviation } = measureNormalisation(source);
  for (let c = 0; c < channels; c++) {
    const values = images.flatMap(({ image, mask }) =>
      [...mask.keys()].filter((i) => mask[i] !== 255).map((i) => image[i * channels + c]),
    );
    expect(values).toHaveLength(40);
    const average = values.reduce((a, b) => a + b, 0) / 40;
    expect(mean[c]).toBeCloseTo(average, 12);
    const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 40;
    expect(deviation[c]).toBeCloseTo(Math.sqrt(variance), 12);
  }
});
