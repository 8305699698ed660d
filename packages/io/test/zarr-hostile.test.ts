import { deflateSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readOmeZarr } from "../src/formats/ome-zarr.ts";
import type { ReadBelow } from "../src/zarr/zarr-array.ts";

const AXES = ["y", "x"].map((name) => ({ name, type: "space" }));
const multiscales = [{ axes: AXES, datasets: [{ path: "0" }] }];
const FIRST = { 2: "0/0.0", 3: "0/c/0/0" } as const;

/** A folder whose array says so, with one chunk. */
function folder(
  version: 2 | 3,
  size: number,
  chunk: number | readonly number[],
  codec: object,
  bytes?: Uint8Array,
): ReadBelow {
  const chunks = typeof chunk === "number" ? [chunk, chunk] : chunk;
  const shape = [size, size];
  const json =
    version === 2
      ? {
          ".zattrs": { multiscales },
          "0/.zarray": {
            ...{ zarr_format: 2, shape, chunks, dtype: "|u1", order: "C", fill_value: 0, filters: null },
            compressor: codec,
          },
        }
      : {
          "zarr.json": {
            ...{ zarr_format: 3, node_type: "group" },
            attributes: { ome: { version: "0.5", multiscales } },
          },
          "0/zarr.json": {
            ...{ zarr_format: 3, node_type: "array", shape, data_type: "uint8", fill_value: 0 },
            chunk_grid: { name: "regular", configuration: { chunk_shape: chunks } },
            chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
            codecs: [{ name: "bytes" }, codec],
          },
        };
  const files = new Map<string, Uint8Array>(
    Object.entries(json).map(([path, content]) => [path, new TextEncoder().encode(JSON.stringify(content))]),
  );
  if (bytes) files.set(FIRST[version], bytes);
  return async (path) => files.get(path);
}

const MANY = new Uint8Array(2 ** 26);
/** A frame that says it has 2^30 bytes and holds none, and the header of a blosc chunk that says so. */
const ZSTD = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0x40, 1, 0, 0);
const BLOSC = Uint8Array.of(2, 1, 0, 1, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0);

test.each<[string, ReadBelow, RegExp]>([
  [
    "a chunk of zlib beyond its size",
    folder(2, 8, 8, { id: "zlib", level: 9 }, new Uint8Array(deflateSync(MANY))),
    /go on beyond the \d+ bytes/,
  ],
  [
    "a chunk of gzip beyond its size",
    folder(3, 8, 8, { name: "gzip", configuration: { level: 9 } }, new Uint8Array(gzipSync(MANY))),
    /go on beyond the \d+ bytes/,
  ],
  [
    "a chunk of Zstandard that says so",
    folder(3, 8, 8, { name: "zstd", configuration: { level: 1, checksum: false } }, ZSTD),
    /go on beyond the \d+ bytes/,
  ],
  ["a chunk of blosc that says so", folder(2, 8, 8, { id: "blosc" }, BLOSC), /go on beyond the \d+ bytes/],
  [
    "a chunk of lz4 that says so",
    folder(2, 8, 8, { id: "lz4" }, BLOSC.subarray(4)),
    /go on beyond the \d+ bytes/,
  ],
  [
    "a chunk that holds less",
    folder(2, 2 ** 15, 2 ** 15, { id: "zlib", level: 9 }, new Uint8Array(deflateSync(MANY.subarray(0, 99)))),
    /a chunk has 99 values where 1073741824 are due/,
  ],
  [
    "chunks of no size",
    folder(3, 8, 0, { name: "crc32c" }),
    /its chunks are 0x0; expected a size of at least 1/,
  ],
  ["chunks without number", folder(2, 2 ** 15, 1, { id: "zlib", level: 9 }), /is cut into 1073741824 chunks/],
  [
    "sizes",
    folder(3, 2 ** 20, 2 ** 10, { name: "gzip", configuration: { level: 9 } }),
    /has the size 1048576x/,
  ],
])("OME-Zarr refuses, without the memory that it claims: %s", async (_, read, text) => {
  const before = process.memoryUsage().rss;
  const began = performance.now();
  await expect(readOmeZarr(read)).rejects.toThrow(text);
  expect(performance.now() - began).toBeLessThan(5000);
  expect(process.memoryUsage().rss - before).toBeLessThan(150e6);
});

test("a chunk that is cut short is refused, wherever it is cut", async () => {
  const pixels = Uint8Array.from({ length: 64 }, (_, i) => i % 3);
  for (const id of ["lz4", "blosc", "zstd"]) {
    const packed = await packedBy(id, pixels);
    for (let length = 1; length < packed.length; length++)
      await expect(readOmeZarr(folder(2, 8, 8, { id }, packed.slice(0, length)))).rejects.toThrow();
  }
});

test("a checksum that does not agree with its chunk is refused", async () => {
  // The one of 32 bytes of 0 is from RFC 3720, B.4.
  const zeros = Uint8Array.from({ length: 36 }, (_, i) => [0xaa, 0x36, 0x91, 0x8a][i - 32] ?? 0);
  const read = (bytes: Uint8Array) => readOmeZarr(folder(3, 4, [4, 8], { name: "crc32c" }, bytes));
  expect((await read(zeros)).data).toEqual(new Uint8Array(16));
  await expect(read(zeros.with(7, 1))).rejects.toThrow(/do not agree with their checksum/);
  await expect(read(zeros.slice(0, 3))).rejects.toThrow(/damaged or cut short/);
});

test("chunks of zlib, gzip, lz4, blosc and Zstandard are read as before", async () => {
  const pixels = Uint8Array.from({ length: 64 }, (_, i) => i % 3);
  const read = async (below: ReadBelow) => (await readOmeZarr(below)).data;
  expect(await read(folder(2, 8, 8, { id: "zlib", level: 9 }, new Uint8Array(deflateSync(pixels))))).toEqual(
    pixels,
  );
  const gzip = { name: "gzip", configuration: { level: 9 } };
  expect(await read(folder(3, 8, 8, gzip, new Uint8Array(gzipSync(pixels))))).toEqual(pixels);
  for (const id of ["lz4", "blosc", "zstd"])
    expect(await read(folder(2, 8, 8, { id, ...SHUFFLED }, await packedBy(id, pixels)))).toEqual(pixels);
});

const SHUFFLED = { cname: "lz4", clevel: 5, shuffle: 1 };

/** A chunk of 8 x 8 bytes as one of zarrita's codecs packs it. */
async function packedBy(id: string, pixels: Uint8Array): Promise<Uint8Array> {
  const { registry } = await import("zarrita");
  const codec = (await registry.get(id)!()) as unknown as {
    fromConfig(of: object, chunk: object): { encode(bytes: Uint8Array): Promise<Uint8Array> };
  };
  return codec.fromConfig({ level: 1, ...SHUFFLED }, { dataType: "uint8", shape: [8, 8] }).encode(pixels);
}
