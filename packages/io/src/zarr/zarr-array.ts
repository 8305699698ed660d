import { isJson, type Json } from "../annotations/json-shape.ts";
import { loadPeer } from "../load-peer.ts";
import { once } from "../once.ts";
import type { RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import { boundCodecs, type CodecRegistry } from "./bound-codecs.ts";
import { chunkGrid } from "./chunk-grid.ts";
import { type Chunk, copyChunk, type ValueArray } from "./copy-chunk.ts";

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
  /** Whether there is anything of a box that is not background. */
  isThere(from: readonly number[], size: readonly number[]): Promise<boolean>;
  /** Values in C order from `from` on, `size` along each axis. */
  read(from: readonly number[], size: readonly number[]): Promise<RasterData>;
}

/** Loaded when it is first asked for, and its codecs bounded then, once. */
const zarrita = once(async () => {
  const zarr = await loadPeer("zarrita", () => import("zarrita"));
  boundCodecs(zarr.registry as unknown as CodecRegistry);
  return zarr;
});

/**
 * Opens an array of Zarr v2 or v3.
 *
 * @throws Error where it is not there, holds no numbers, or is of a kind that zarrita reads wrongly
 */
export async function openZarrArray(read: ReadBelow, path: string): Promise<ZarrArray> {
  const zarr = await zarrita();
  const third = await json(read, `${path}/zarr.json`);
  const metadata = third ?? (await json(read, `${path}/.zarray`));
  if (!metadata) throw new Error(`its array ${path} is missing`);
  refuseShards(metadata);
  const { shape } = metadata;
  if (!Array.isArray(shape) || !shape.every((size) => Number.isInteger(size) && size >= 1))
    throw new Error(`its array ${path} has the shape ${String(shape)}; expected sizes of at least 1`);
  const keyOf = (key: string) => key.replace(/^\//, "");
  const store = {
    get: (key: string) => read(keyOf(key)),
    getRange: async (key: string, range: ByteRange) => partOf(await read(keyOf(key), range), range),
  };
  // Of a version that it is not told zarrita says that there is nothing, whatever it stumbled over.
  const open = third ? zarr.open.v3 : zarr.open.v2;
  const array = await open(zarr.root(store).resolve(`/${path}`), { kind: "array" }).catch((cause: Error) => {
    throw notSupported(`its array ${path} is not read (${cause.message}); expected integers`);
  });
  if (!/^u?int(8|16|32|64)$|^bool$|^float(32|64)$/.test(array.dtype))
    throw notSupported(`its type ${array.dtype} is no label; expected integers`);
  refuseFill(metadata.fill_value, array.dtype);
  // A size that is too large is worse than its chunks.
  const grid = once(() => chunkGrid(metadata, array.shape, array.chunks));
  const Values = arrayOf(array.dtype);
  const fill = Number(array.fillValue ?? 0);
  if (!Object.is(Values.of(fill)[0], fill))
    throw notSupported(`its fill value ${fill} is too large for a label; expected less than 2^31`);
  const isThere = async (key: string) =>
    ((await read(`${path}/${key}`, { offset: 0, length: 1 })) ?? []).length > 0;
  return {
    ...{
      shape: array.shape,
      chunks: array.chunks,
      isThere: (from, size) => grid().some({ from, size }, isThere),
    },
    async read(from, size) {
      const box = { from, size };
      // Most of a mask may be background: what is not there costs neither time nor, in a box that is not there at all, memory.
      const values = new Values(size.reduce((product, length) => product * length, 1));
      if (fill !== 0) values.fill(fill);
      for await (const coordinates of grid().chunks(box, isThere)) {
        const chunk = (await array.getChunk(coordinates).catch(unwrapped)) as Chunk;
        copyChunk(
          chunk,
          coordinates.map((at, axis) => at * array.chunks[axis]),
          values,
          box,
        );
      }
      return values;
    },
  };
}

/** What zarrita says of a codec that stumbles hides what ours says. */
function unwrapped(error: unknown): never {
  const { cause } = error as Error;
  throw cause instanceof Error && cause.constructor === Error ? cause : error;
}

/** Labels of other types come as 32-bit integers, where they fit. */
function arrayOf(dtype: string): ValueArray {
  if (dtype === "uint8" || dtype === "bool") return Uint8Array;
  if (dtype === "uint16") return Uint16Array;
  return dtype.startsWith("float") ? Float64Array : Int32Array;
}

/** A reader that has only whole files may give the whole one. */
function partOf(bytes: Uint8Array | undefined, range: ByteRange): Uint8Array | undefined {
  const length = "length" in range ? range.length : range.suffixLength;
  if (!bytes || bytes.length <= length) return bytes;
  return "length" in range ? bytes.subarray(range.offset, range.offset + length) : bytes.subarray(-length);
}

/**
 * zarrita 0.7.5 looks for the index of a shard at its end wherever it is, and leaves aside what is done to shards as a whole: it finds wrong
 * labels there.
 */
function refuseShards(metadata: Json): void {
  const codecs = Array.isArray(metadata.codecs) ? metadata.codecs.filter(isJson) : [];
  const others = codecs
    .filter((codec) => codec.name !== SHARDS && !isIdentity(codec))
    .map(({ name }) => String(name));
  if (others.length > 0 && codecs.some(({ name }) => name === SHARDS))
    throw notSupported(
      `its shards as a whole have the codec ${others.join(", ")}, which is not supported; write them with it inside, in the codecs of ${SHARDS}`,
    );
  for (const { configuration } of codecs)
    if (isJson(configuration)) {
      if (configuration.index_location === "start")
        throw notSupported(
          'its shards have their index at the start, which is not supported; write them with index_location "end"',
        );
      refuseShards(configuration);
    }
}

const SHARDS = "sharding_indexed";

/** A transposition that leaves all axes where they are. */
function isIdentity({ name, configuration }: Json): boolean {
  const order = name === "transpose" && isJson(configuration) ? configuration.order : undefined;
  return Array.isArray(order) && order.every((axis, k) => axis === k);
}

/** Fill values that zarrita 0.7.5 turns into another number are known only by their text. */
function refuseFill(fill: unknown, dtype: string): void {
  const hex = typeof fill === "string" && /^0x/i.test(fill);
  const large =
    typeof fill === "number" && Math.abs(fill) > Number.MAX_SAFE_INTEGER && !dtype.startsWith("float");
  if (hex || large)
    throw notSupported(`its fill value ${String(fill)} is not supported; expected a whole number below 2^53`);
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
