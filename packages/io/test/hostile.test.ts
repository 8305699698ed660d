import { readFileSync } from "node:fs";
import { deflateSync, gzipSync } from "node:zlib";
import { zipSync } from "fflate";
import { encode } from "jpeg-js";
import { describe, expect, test } from "vitest";
import { isDataError } from "../src/data-error.ts";
import { decodeRaster } from "../src/decode-raster.ts";
import { formatOf } from "../src/formats/index.ts";
import { bytesSource } from "../src/source.ts";
import { PICTURES } from "./fixtures/pictures.ts";
import { writeTiff } from "./formats/tiff-writer.ts";

/** The error of a file, in one line, or undefined where it can be read. */
async function problemOf(name: string, bytes: Uint8Array): Promise<string | undefined> {
  try {
    await decodeRaster(await formatOf(name)!.load(), bytesSource(name, bytes), name);
    return undefined;
  } catch (error) {
    if (!isDataError(error)) throw error;
    return error.message;
  }
}

/** Numbers from 0 to 1 that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const LIES = [0xffffffff, 0x7fffffff, 0x01000000, 0x00010000, 0];

/** Ways to damage a file. */
const DAMAGES: Readonly<Record<string, (bytes: Uint8Array, random: () => number) => Uint8Array>> = {
  cut: (bytes, random) => bytes.subarray(0, Math.floor(random() * bytes.length)),
  "bits flipped": (bytes, random) => {
    const damaged = bytes.slice();
    for (let k = 0; k < 4; k++) damaged[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
    return damaged;
  },
  "sizes that lie": (bytes, random) => {
    const damaged = bytes.slice();
    const at = Math.floor(random() * Math.min(300, bytes.length - 4));
    const lie = LIES[Math.floor(random() * LIES.length)];
    new DataView(damaged.buffer).setUint32(at, lie, random() < 0.5);
    return damaged;
  },
};

const JPEG = new Uint8Array(
  encode({ data: new Uint8Array(32 * 32 * 4).fill(200), width: 32, height: 32 }).data,
);
const FILES = [...PICTURES, { name: "a.jpg", bytes: JPEG }];

test.each(Object.entries(DAMAGES))(
  "%s: every file is read or refused in one line, without the words of a decoder",
  async (_, damage) => {
    const random = numbers(2026);
    for (const { name, bytes } of FILES)
      for (let k = 0; k < 5; k++) {
        const began = performance.now();
        const problem = await problemOf(name, damage(bytes, random));
        expect(performance.now() - began).toBeLessThan(5000);
        if (problem !== undefined) expect(problem).toMatch(/^[^\p{Cc}]*$/u);
        expect(problem ?? "").not.toMatch(/undefined|NaN|Cannot read|not a function|Offset is outside/);
      }
  },
);

/** A TIFF of one strip whose header is changed: tag, new value. */
function tiffWith(
  bytes: Uint8Array,
  changes: readonly (readonly [tag: number, value: number])[],
): Uint8Array {
  const file = writeTiff([{ width: 8, height: 8, bits: 8, bytes }]);
  const view = new DataView(file.buffer);
  const start = view.getUint32(4, true);
  for (let k = 0; k < view.getUint16(start, true); k++) {
    const at = start + 2 + 12 * k;
    for (const [tag, value] of changes)
      if (view.getUint16(at, true) === tag) {
        view.setUint16(at + 2, 4, true);
        view.setUint32(at + 8, value, true);
      }
  }
  return file;
}

test.each([
  ["uncompressed", 1],
  ["LZW", 5],
  ["deflate", 8],
  ["PackBits", 32773],
  ["ZSTD", 50000],
  ["JPEG, which is not read", 7],
])("a strip of TIFF that cannot hold what is claimed takes no memory: %s", async (_, code) => {
  const claim = tiffWith(new Uint8Array(64), [
    [256, 30_000],
    [257, 30_000],
    [278, 30_000],
    [259, code],
  ]);
  const asked: number[] = [];
  const memory = (bytes: number) => {
    asked.push(bytes);
    return new ArrayBuffer(bytes);
  };
  const format = await formatOf("a.tif")!.load();
  await expect(decodeRaster(format, bytesSource("a.tif", claim), "a.tif", { memory })).rejects.toThrow(
    /no more than \d+ bytes where 900000000 are due|compression JPEG is not read/,
  );
  expect(asked).toEqual([]);
});

const chunk = (type: string, data: Uint8Array) => {
  const body = Uint8Array.from([...type].map((letter) => letter.charCodeAt(0)));
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(body, 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc(bytes.subarray(4, 8 + data.length)));
  return bytes;
};

/** CRC-32 bit by bit. */
function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

function pngWith(width: number, height: number, packed: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  const chunks = [chunk("IHDR", header), chunk("IDAT", packed), chunk("IEND", new Uint8Array(0))];
  return new Uint8Array(Buffer.concat([signature, ...chunks]));
}

/** An array of 64 bytes with 4 MiB behind it, of which its header says nothing. */
function zipBomb(): Uint8Array {
  const head = "{'descr': '|u1', 'fortran_order': False, 'shape': (8, 8), }".padEnd(117);
  const array = Buffer.concat([Buffer.from(`\x93NUMPY\x01\0v\0${head}\n`, "latin1"), Buffer.alloc(2 ** 22)]);
  return zipSync({ "a.npy": array });
}

const FEW = new Uint8Array(100);

function claimedNrrd(): Uint8Array {
  const head = "NRRD0004\ntype: uint8\ndimension: 3\nsizes: 1024 1024 1024\nencoding: gzip\n\n";
  return Buffer.concat([Buffer.from(head), gzipSync(FEW)]);
}

function claimedMha(): Uint8Array {
  const head =
    "NDims = 3\nDimSize = 1024 1024 1024\nElementType = MET_UCHAR\nCompressedData = True\nElementDataFile = LOCAL\n";
  return Buffer.concat([Buffer.from(head), deflateSync(FEW)]);
}

function claimedNpz(): Uint8Array {
  const head = "{'descr': '|u1', 'fortran_order': False, 'shape': (32768, 32768), }".padEnd(117);
  const array = Buffer.concat([Buffer.from(`\x93NUMPY\x01\0v\0${head}\n`, "latin1"), FEW]);
  return zipSync({ "a.npy": array });
}

/** A file of frames of 65,535 x 65,535. */
function claimedDicom(): Uint8Array {
  const [name] = Object.keys(DICOM.files);
  const bytes = Buffer.from(DICOM.files[name], "base64");
  for (const element of [0x10, 0x11]) {
    const at = bytes.indexOf(Uint8Array.of(0x28, 0, element, 0, 0x55, 0x53, 2, 0));
    bytes.writeUInt16LE(65_535, at + 8);
  }
  return new Uint8Array(bytes);
}

function longNpy(): Uint8Array {
  const head = Buffer.alloc(2 ** 25, " ");
  head.write("\x93NUMPY\x02\0", "latin1");
  head.writeUInt32LE(2 ** 25 - 12, 8);
  return head;
}

const DICOM = JSON.parse(readFileSync(new URL("./fixtures/dicom.json", import.meta.url), "utf8")) as {
  files: Record<string, string>;
};

const BOMB = new Uint8Array(deflateSync(new Uint8Array(2 ** 26)));

describe("files that claim or expand without limit cost neither time nor memory", () => {
  const circle = () => {
    const file = writeTiff([{ width: 8, height: 8, bits: 8, bytes: new Uint8Array(64) }]);
    const view = new DataView(file.buffer);
    const start = view.getUint32(4, true);
    view.setUint32(start + 2 + 12 * view.getUint16(start, true), start, true);
    return file;
  };
  const largeJpeg = () => {
    const file = JPEG.slice();
    const at = file.findIndex((byte, k) => byte === 0xff && file[k + 1] === 0xc0);
    file.set([0xff, 0xff, 0xff, 0xff], at + 5);
    return file;
  };
  test.each<[string, string, () => Uint8Array, RegExp]>([
    [
      "compressed pixels of PNG beyond its size",
      "a.png",
      () => pngWith(4, 4, BOMB),
      /go on beyond the 20 bytes/,
    ],
    [
      "sizes of PNG",
      "a.png",
      () => pngWith(2 ** 31 - 1, 2 ** 31 - 1, BOMB.subarray(0, 99)),
      /damaged|cut short/,
    ],
    [
      "a strip of TIFF beyond its size",
      "a.tif",
      () =>
        tiffWith(BOMB, [
          [259, 8],
          [279, BOMB.length],
        ]),
      /go on beyond the 64 bytes/,
    ],
    [
      "sizes of TIFF",
      "a.tif",
      () =>
        tiffWith(new Uint8Array(64), [
          [256, 2 ** 20],
          [257, 2 ** 20],
          [278, 2 ** 20],
        ]),
      /it has the size 1048576x1048576; expected 1 to 2\^31 values at once/,
    ],
    ["pages in a circle", "a.tif", circle, /its list of pages runs in a circle/],
    [
      "an array of NPZ beyond its header",
      "a.npz",
      zipBomb,
      /go on beyond the \d+ bytes that its header allows/,
    ],
    ["the header of NPY", "a.npy", longNpy, /its header goes on beyond 16777216 bytes/],
    [
      "the header of NRRD",
      "a.nrrd",
      () => Buffer.concat([Buffer.from("NRRD0004\nk: "), Buffer.alloc(2 ** 25, "x")]),
      /its header goes on beyond 16777216 bytes/,
    ],
    ["voxels of NRRD", "a.nrrd", () => claimedNrrd(), /100 bytes of samples where 1073741824 are due/],
    ["voxels of MetaImage", "a.mha", () => claimedMha(), /100 bytes of samples where 1073741824 are due/],
    ["an array of NPZ", "a.npz", () => claimedNpz(), /100 bytes of data where 1073741824 are due/],
    ["frames of DICOM SEG", "a.dcm", () => claimedDicom(), /\d+ bytes of pixels where \d{7,} are due/],
    ["sizes of JPEG", "a.jpg", largeJpeg, /it says 65535x65535 pixels, for which its \d+ bytes are too few/],
  ])("%s", async (_, name, make, text) => {
    const bytes = make();
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const began = performance.now();
    expect(await problemOf(name, bytes)).toMatch(text);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
  });
});
