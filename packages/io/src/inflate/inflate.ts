import { once } from "../once.ts";
import { inflateAnywhere } from "./anywhere.ts";
import { nodeZlib, type Packing } from "./node-zlib.ts";
import { packedWrongly } from "./packed-wrongly.ts";

const IN_NODE = { zlib: "inflateSync", gzip: "gunzipSync", deflate: "inflateRawSync" } as const;

/** Asking for it takes a tenth of a millisecond, as long as unpacking a small mask. */
const zlibHere = once(nodeZlib);

/** Unpacks bytes into an array. */
export type Unpack = (bytes: Uint8Array, packing: Packing, most: number) => Uint8Array;

/**
 * Unpacks bytes, by Node's zlib where there is one (several times faster), else by fflate's streams.
 *
 * @param most bytes that the header of the file allows; what goes on longer is refused before it takes memory
 * @throws Error when the bytes are damaged, end early or unpack to more than `most`
 */
export function inflate(bytes: Uint8Array, packing: Packing, most: number): Uint8Array {
  const zlib = zlibHere();
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
