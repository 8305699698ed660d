import { Gunzip, Inflate, Unzlib } from "fflate";
import { joined } from "../joined.ts";
import type { Packing } from "./node-zlib.ts";
import { packedWrongly } from "./packed-wrongly.ts";
import { streamOf } from "./streams.ts";

const ANYWHERE = { zlib: Unzlib, gzip: Gunzip, deflate: Inflate } as const;

/** Packed bytes that are fed at a time where bytes are taken only as long as they are wanted. */
const FEED = 1024;

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

/** Exported for its test: the way of other hosts. */
export function startAnywhere(bytes: Uint8Array, packing: Packing, wanted: number): Uint8Array {
  const parts: Uint8Array[] = [];
  const stream = new ANYWHERE[packing]((part) => parts.push(part));
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
