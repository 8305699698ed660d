import { isJson, type Json } from "../annotations/json-shape.ts";
import { loadPeer } from "../load-peer.ts";
import type { RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";

/** The files below a folder by path, `labels/cells/0/.zarray`, or the bytes of a range; undefined where there is none. */
export type ReadBelow = (path: string, range?: ByteRange) => Promise<Uint8Array | undefined>;

/** Some bytes of a file: from a place on, or the last ones. */
export type ByteRange =
  | { readonly offset: number; readonly length: number }
  | { readonly suffixLength: number };

/** An array of labels whose parts are read when they are asked for. */
export interface ZarrArray {
  readonly shape: readonly number[];
  /** Sizes of a chunk; in shards, of what lies in them. */
  readonly chunks: readonly number[];
  /** Values in C order from `from` on, `size` along each axis. */
  read(from: readonly number[], size: readonly number[]): Promise<RasterData>;
}

/**
 * Opens an array of Zarr v2 or v3.
 *
 * @throws Error where it is not there, holds no numbers, or is of a kind that zarrita reads wrongly
 */
export async function openZarrArray(read: ReadBelow, path: string): Promise<ZarrArray> {
  const zarr = await loadPeer("zarrita", () => import("zarrita"));
  const metadata = (await json(read, `${path}/zarr.json`)) ?? (await json(read, `${path}/.zarray`));
  if (!metadata) throw new Error(`its array ${path} is missing`);
  refuseShardsFromStart(metadata);
  const { shape } = metadata;
  if (!Array.isArray(shape) || !shape.every((size) => Number.isInteger(size) && size >= 1))
    throw new Error(`its array ${path} has the shape ${String(shape)}; expected sizes of at least 1`);
  const keyOf = (key: string) => key.replace(/^\//, "");
  const store = {
    get: (key: string) => read(keyOf(key)),
    getRange: async (key: string, range: ByteRange) => partOf(await read(keyOf(key), range), range),
  };
  const array = await zarr.open(zarr.root(store).resolve(`/${path}`), { kind: "array" });
  if (!/^u?int(8|16|32|64)$|^bool$|^float(32|64)$/.test(array.dtype))
    throw notSupported(`its type ${array.dtype} is no label; expected integers`);
  refuseFill(metadata.fill_value, array.dtype);
  return {
    ...{ shape: array.shape, chunks: array.chunks },
    async read(from, size) {
      const box = from.map((at, axis) => zarr.slice(at, at + size[axis]));
      return cOrdered((await zarr.get(array as never, box)) as Chunk);
    },
  };
}

/** A reader that has only whole files may give the whole one. */
function partOf(bytes: Uint8Array | undefined, range: ByteRange): Uint8Array | undefined {
  const length = "length" in range ? range.length : range.suffixLength;
  if (!bytes || bytes.length <= length) return bytes;
  return "length" in range ? bytes.subarray(range.offset, range.offset + length) : bytes.subarray(-length);
}

/** zarrita 0.7.5 looks for the index of a shard at its end wherever it is, and finds empty labels there. */
function refuseShardsFromStart(metadata: Json): void {
  const codecs = Array.isArray(metadata.codecs) ? metadata.codecs.filter(isJson) : [];
  for (const { configuration } of codecs)
    if (isJson(configuration)) {
      if (configuration.index_location === "start")
        throw notSupported(
          'its shards have their index at the start, which is not supported; write them with index_location "end"',
        );
      refuseShardsFromStart(configuration);
    }
}

/** Fill values that zarrita 0.7.5 turns into another number are known only by their text. */
function refuseFill(fill: unknown, dtype: string): void {
  const hex = typeof fill === "string" && /^0x/i.test(fill);
  const large =
    typeof fill === "number" && Math.abs(fill) > Number.MAX_SAFE_INTEGER && !dtype.startsWith("float");
  if (hex || large)
    throw notSupported(`its fill value ${String(fill)} is not supported; expected a whole number below 2^53`);
}

/** What zarrita gives: numbers, or Booleans behind `get`. */
interface Chunk {
  readonly data: ArrayLike<number | bigint> | { get(index: number): boolean };
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

/** Values in C order, whatever order the chunks had; 64-bit integers as 32-bit ones where they fit. */
function cOrdered({ data, shape, stride }: Chunk): RasterData {
  const isPlain = data instanceof Uint8Array || data instanceof Uint16Array;
  const cStrides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  if (isPlain && stride.every((step, axis) => step === cStrides[axis] || shape[axis] === 1)) return data;
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  const result = new (isFloat ? Float64Array : Int32Array)(
    shape.reduce((product, size) => product * size, 1),
  );
  const valueAt = "get" in data ? (at: number) => Number(data.get(at)) : (at: number) => Number(data[at]);
  const [length, step] = [shape.at(-1) ?? 1, stride.at(-1) ?? 1];
  const index = shape.map(() => 0);
  for (let to = 0; to < result.length; to += length) {
    const from = index.reduce((sum, at, axis) => sum + at * stride[axis], 0);
    for (let k = 0; k < length; k++) {
      const value = valueAt(from + k * step);
      result[to + k] = value;
      if (result[to + k] !== value)
        throw notSupported(`value ${value} is too large for a label; expected less than 2^31`);
    }
    for (let axis = shape.length - 2; axis >= 0 && ++index[axis] === shape[axis]; axis--) index[axis] = 0;
  }
  return result;
}

/** A JSON file below the folder. */
export async function json(read: ReadBelow, path: string): Promise<Json | undefined> {
  const bytes = await read(path);
  if (!bytes) return undefined;
  try {
    const content: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isJson(content) ? content : undefined;
  } catch (cause) {
    throw new Error(`${path} in it is no whole JSON`, { cause });
  }
}
