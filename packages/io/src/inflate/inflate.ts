import { Gunzip, Inflate, Unzlib } from "fflate";
import { joined } from "../joined.ts";

/** How bytes were packed: a PNG's or TIFF's zlib, a gzip file (of any number of members), or bare deflate. */
export type Packing = "zlib" | "gzip" | "deflate";

/** What of Node's zlib is used. Its own types would bring Node's into browsers. */
interface Zlib {
  inflateSync(bytes: Uint8Array, options: object): Uint8Array;
  gunzipSync(bytes: Uint8Array, options: object): Uint8Array;
  inflateRawSync(bytes: Uint8Array, options: object): Uint8Array;
}

const IN_NODE = { zlib: "inflateSync", gzip: "gunzipSync", deflate: "inflateRawSync" } as const;
const ANYWHERE = { zlib: Unzlib, gzip: Gunzip, deflate: Inflate } as const;

/** Packed bytes that are fed at a time where bytes are taken only as long as they are wanted. */
const FEED = 1024;

/**
 * Unpacks bytes, by Node's zlib where there is one (several times faster), else by fflate's streams.
 *
 * @param most bytes that the header of the file allows; what goes on longer is refused before it takes memory
 * @throws Error when the bytes are damaged, end early or unpack to more than `most`
 */
export function inflate(bytes: Uint8Array, packing: Packing, most: number): Uint8Array {
  const zlib = nodeZlib();
  if (!zlib) return inflateAnywhere(bytes, packing, most);
  try {
    const options = {
      maxOutputLength: Math.max(1, most),
      chunkSize: Math.max(64, Math.min(most + 1, 2 ** 24)),
    };
    return zlib[IN_NODE[packing]](bytes, options);
  } catch (cause) {
    throw packedWrongly(cause, most);
  }
}

/** The first bytes that `bytes` unpack to: `wanted` of them, or all where there are fewer. */
export function inflateStart(bytes: Uint8Array, packing: Packing, wanted: number): Uint8Array {
  const { parts, take } = collector(Infinity);
  const stream = new ANYWHERE[packing](take);
  let length = 0;
  try {
    for (let at = 0; at < bytes.length && length < wanted; at += FEED) {
      stream.push(bytes.subarray(at, at + FEED), at + FEED >= bytes.length);
      length = parts.reduce((sum, part) => sum + part.length, 0);
    }
  } catch (cause) {
    if (length < wanted) throw packedWrongly(cause, wanted);
  }
  return joined(parts).subarray(0, wanted);
}

/** Exported for its test: the way of hosts without Node's zlib. */
export function inflateAnywhere(bytes: Uint8Array, packing: Packing, most: number): Uint8Array {
  const { parts, take } = collector(most);
  try {
    const stream = new ANYWHERE[packing](take);
    for (let at = 0; at < bytes.length || at === 0; at += FEED)
      stream.push(bytes.subarray(at, at + FEED), at + FEED >= bytes.length);
  } catch (cause) {
    throw packedWrongly(cause, most);
  }
  return joined(parts);
}

function collector(most: number): { parts: Uint8Array[]; take: (part: Uint8Array) => void } {
  const parts: Uint8Array[] = [];
  let length = 0;
  const take = (part: Uint8Array) => {
    length += part.length;
    if (length > most) throw new RangeError("too large");
    parts.push(part);
  };
  return { parts, take };
}

function packedWrongly(cause: unknown, most: number): Error {
  const tooLarge =
    cause instanceof RangeError || (cause as { code?: string }).code === "ERR_BUFFER_TOO_LARGE";
  return new Error(
    tooLarge
      ? `its compressed data go on beyond the ${most} bytes that its header allows`
      : "its compressed data are damaged or cut short",
    { cause },
  );
}

function nodeZlib(): Zlib | undefined {
  const host = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  return host.process?.getBuiltinModule?.("node:zlib") as Zlib | undefined;
}
