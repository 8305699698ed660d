import { startAnywhere } from "./anywhere.ts";
import type { Packing } from "./node-zlib.ts";
import { packedWrongly } from "./packed-wrongly.ts";
import { streamOf } from "./streams.ts";

/** The first bytes that `bytes` unpack to: `wanted` of them, or all where there are fewer. */
export function inflateStart(bytes: Uint8Array, packing: Packing, wanted: number): Uint8Array {
  const unpack = streamOf(packing);
  if (!unpack) return startAnywhere(bytes, packing, wanted);
  const into = new Uint8Array(wanted);
  try {
    return into.subarray(0, unpack(bytes, into, "start"));
  } catch (cause) {
    throw packedWrongly(cause, wanted);
  }
}
