import { Gunzip, Inflate, Unzlib } from "fflate";
import { joined } from "../joined.ts";
import { nodeZlib, type Packing } from "./node-zlib.ts";
import { packedWrongly } from "./packed-wrongly.ts";

const IN_NODE = { zlib: "inflateSync", gzip: "gunzipSync", deflate: "inflateRawSync" } as const;
const ANYWHERE = { zlib: Unzlib, gzip: Gunzip, deflate: Inflate } as const;

/** Packed bytes that are fed at a time. */
const FEED = 1024;

/** Unpacks bytes into an array. */
export type Unpack = (bytes: Uint8Array, packing: Packing, most: number) => Uint8Array;

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
