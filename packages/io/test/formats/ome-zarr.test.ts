import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readOmeZarr } from "../../src/formats/ome-zarr.ts";
import { matchRasters } from "../../src/geometry/match.ts";
import type { Raster } from "../../src/raster.ts";

type Files = Record<string, object | Uint8Array>;

const read = (files: Files, options = {}): Promise<Raster> =>
  readOmeZarr(async (path) => {
    const content = files[path];
    if (content === undefined) return undefined;
    return content instanceof Uint8Array ? content : new TextEncoder().encode(JSON.stringify(content));
  }, options);

const AXES = ["z", "y", "x"].map((name) => ({ name, type: "space", unit: "micrometer" }));
const multiscales = [
  {
    axes: AXES,
    datasets: [
      {
        path: "0",
        coordinateTransformations: [
          { type: "scale", scale: [1, 0.5, 0.25] },
          { type: "translation", translation: [0, 0.25, 0] },
        ],
      },
      { path: "1" },
    ],
    coordinateTransformations: [{ type: "scale", scale: [2, 2, 2] }],
  },
];

/** Zarr v2, one chunk of 1x2x3. */
function second(array: object, chunk: Uint8Array | undefined, key = "0.0.0"): Files {
  return {
    "labels/.zattrs": { labels: ["cells"] },
    "labels/cells/.zgroup": { zarr_format: 2 },
    "labels/cells/.zattrs": { multiscales, "image-label": {} },
    "labels/cells/0/.zarray": {
      ...{ zarr_format: 2, shape: [1, 2, 3], chunks: [1, 2, 3], dtype: "|u1", order: "C" },
      ...{ fill_value: 0, filters: null, compressor: null, ...array },
    },
    ...(chunk && { [`labels/cells/0/${key}`]: chunk }),
  };
}

describe("OME-Zarr labels", () => {
  test("of version 2: C and F order, gzip, big-endian, chunks that are missing", async () => {
    const inC = await read(second({}, Uint8Array.of(1, 2, 3, 4, 5, 6)));
    expect([...inC.data]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...(await read(second({ order: "F" }, Uint8Array.of(1, 4, 2, 5, 3, 6)))).data]).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    const packed = gzipSync(Uint8Array.of(0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 1, 0));
    const big = second({ dtype: ">u2", compressor: { id: "gzip", level: 5 } }, new Uint8Array(packed));
    expect([...(await read(big)).data]).toEqual([1, 2, 3, 4, 5, 256]);
    expect([...(await read(second({ fill_value: 7 }, undefined))).data]).toEqual([7, 7, 7, 7, 7, 7]);
    const nested = second({ dimension_separator: "/" }, Uint8Array.of(1, 2, 3, 4, 5, 6), "0/0/0");
    expect([...(await read(nested)).data]).toEqual([1, 2, 3, 4, 5, 6]);
    // zarrita 0.7.5 says that there is no array where it is not told the version.
    await expect(read(second({ dtype: "<f2" }, new Uint8Array(12)))).rejects.toThrow(
      /its array labels\/cells\/0 is not read \(Unknown or unsupported dataType: float16\); expected integers/,
    );
  });

  test("of version 3, in the folder itself or below labels/", async () => {
    const array = {
      ...{ zarr_format: 3, node_type: "array", shape: [2, 3], data_type: "int64", fill_value: 0 },
      chunk_grid: { name: "regular", configuration: { chunk_shape: [2, 3] } },
      chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
      codecs: [{ name: "bytes", configuration: { endian: "little" } }],
    };
    const level = { axes: AXES.slice(1), datasets: [{ path: "0" }] };
    const group = {
      zarr_format: 3,
      node_type: "group",
      attributes: { ome: { version: "0.5", multiscales: [level] } },
    };
    const chunk = new Uint8Array(BigInt64Array.of(1n, 2n, 3n, 4n, 5n, 70000n).buffer);
    const files: Files = { "zarr.json": group, "0/zarr.json": array, "0/c/0/0": chunk };
    expect(await read(files)).toMatchObject({
      width: 3,
      height: 2,
      depth: 1,
      data: Int32Array.of(1, 2, 3, 4, 5, 70000),
    });
    const codecs = [
      {
        name: "sharding_indexed",
        configuration: { index_location: "start", chunk_shape: [2, 3], codecs: [] },
      },
    ];
    await expect(read({ ...files, "0/zarr.json": { ...array, codecs } })).rejects.toThrow(
      /index at the start, which is not supported/,
    );
    await expect(read({ ...files, "0/zarr.json": { ...array, fill_value: "0x7fc00000" } })).rejects.toThrow(
      /fill value 0x7fc00000/,
    );
    const large = new Uint8Array(BigInt64Array.of(1n << 40n, 0n, 0n, 0n, 0n, 0n).buffer);
    await expect(read({ ...files, "0/c/0/0": large })).rejects.toThrow(
      /value 1099511627776 is too large for a label/,
    );
  });

  test("shards are read by ranges, Booleans as 0 and 1", async () => {
    const sharded = {
      ...{ zarr_format: 3, node_type: "array", shape: [2, 4], data_type: "uint8", fill_value: 0 },
      chunk_grid: { name: "regular", configuration: { chunk_shape: [2, 4] } },
      chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
      codecs: [
        {
          name: "sharding_indexed",
          configuration: {
            ...{ chunk_shape: [2, 2], index_location: "end", codecs: [{ name: "bytes" }] },
            index_codecs: [{ name: "bytes", configuration: { endian: "little" } }],
          },
        },
      ],
    };
    const level = { axes: AXES.slice(1), datasets: [{ path: "0" }] };
    const attributes = { ome: { version: "0.5", multiscales: [level] } };
    const none = 2n ** 64n - 1n;
    // The second inner chunk lies first; then the first one is missing.
    const shard = (...index: bigint[]) =>
      Uint8Array.from([5, 6, 7, 8, 1, 2, 3, 4, ...new Uint8Array(BigUint64Array.from(index).buffer)]);
    const files = (chunk: Uint8Array): Files => ({
      "zarr.json": { zarr_format: 3, node_type: "group", attributes },
      ...{ "0/zarr.json": sharded, "0/c/0/0": chunk },
    });
    expect([...(await read(files(shard(4n, 4n, 0n, 4n)))).data]).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
    expect([...(await read(files(shard(none, none, 0n, 4n)))).data]).toEqual([0, 0, 5, 6, 0, 0, 7, 8]);
    // What tensorstore writes where it is told to keep columns together; zarrita would give labels of other places.
    const turned = [{ name: "transpose", configuration: { order: [1, 0] } }, ...sharded.codecs];
    const inShards = files(shard(4n, 4n, 0n, 4n));
    await expect(read({ ...inShards, "0/zarr.json": { ...sharded, codecs: turned } })).rejects.toThrow(
      /shards as a whole have the codec transpose, .* in the codecs of sharding_indexed/,
    );
    expect([...(await read(second({ dtype: "|b1" }, Uint8Array.of(0, 1, 1, 0, 0, 1)))).data]).toEqual([
      0, 1, 1, 0, 0, 1,
    ]);
  });

  test("spacing is the level's times that of all levels, in the file's unit", async () => {
    const raster = await read(second({}, Uint8Array.of(1, 2, 3, 4, 5, 6)));
    expect(raster).toMatchObject({ spacing: [2, 1, 0.5], unit: "um", geometry: { world: "image" } });
    const [x, y] = [raster.geometry!.affine[3], raster.geometry!.affine[7]];
    expect([x, y]).toEqual([0, 0.0005]);
  });

  test("are compared in place with others of their kind, by index with a patient's", async () => {
    const a = {
      ...(await read(second({}, Uint8Array.of(1, 2, 3, 4, 5, 6)))),
      depth: 2,
      data: new Uint8Array(12),
    };
    const moved = {
      ...a,
      geometry: { ...a.geometry!, affine: a.geometry!.affine.map((v, k) => (k === 3 ? v + 1 : v)) },
    };
    const names = { moving: "a", fixed: "b" };
    expect(() => matchRasters(moved, a, names, "world")).toThrow(/away from b/);
    const ras = { ...a, geometry: { affine: a.geometry!.affine } };
    expect(matchRasters(moved, ras, names, "world").notes.join()).toMatch(
      /worlds of different kinds.*by index/,
    );
  });

  test("several ask which; what is no label image says so", async () => {
    const files = second({}, Uint8Array.of(1, 2, 3, 4, 5, 6));
    const several = { ...files, "labels/.zattrs": { labels: ["nuclei", "cells"] } };
    await expect(read(several)).rejects.toThrow(
      "it holds the labels nuclei, cells; say which one with --array, such as --array nuclei",
    );
    expect((await read(several, { array: "cells" })).width).toBe(3);
    await expect(read({})).rejects.toThrow(/holds no OME-Zarr image: expected multiscales/);
    const channels = structuredClone(multiscales);
    channels[0].axes[0] = { name: "c", type: "channel", unit: "" };
    const shape = second({ shape: [2, 2, 3] }, undefined);
    await expect(read({ ...shape, "labels/cells/.zattrs": { multiscales: channels } })).rejects.toThrow(
      /2 entries along c; expected one label image/,
    );
    await expect(read(second({ shape: [9e9, 9, 9] }, undefined))).rejects.toThrow(
      /expected 1 to 2\^31 values/,
    );
  });
});
