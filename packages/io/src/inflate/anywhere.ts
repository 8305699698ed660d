import { Gunzip, Inflate, Unzlib } from "fflate";
import { joined } from "../joined.ts";
import type { Packing } from "./node-zlib.ts";
import { packedWrongly } from "./packed-wrongly.ts";

const STREAMS = { zlib: Unzlib, gzip: Gunzip, deflate: Inflate } as const;

/** Packed bytes that are fed at a time, so that it ends where no more is wanted. */
const FEED = 1024;

/** `inflate` by fflate's streams, for hosts without Node's zlib. */
export function inflateAnywhere(bytes: Uint8Array, packing: Packing, most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const take = (part: Uint8Array) => {
    length += part.length;
    if (length > most) throw new RangeError("too large");
    parts.push(part);
  };
  try {
    const stream = new STREAMS[packing](take);
    for (let at = 0; at < bytes.length || at === 0; at += FEED)
      stream.push(bytes.subarray(at, at + FEED), at + FEED >= bytes.length);
  } catch (cause) {
    throw packedWrongly(cause, most);
  }
  return joined(parts);
}

/** `inflateStart` by fflate's streams. */
export function startAnywhere(bytes: Uint8Array, packing: Packing, wanted: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new STREAMS[packing]((part) => {
    length += part.length;
    parts.push(part);
  });
  try {
    for (let at = 0; at < bytes.length && length < wanted; at += FEED)
      stream.push(bytes.subarray(at, at + FEED), at + FEED >= bytes.length);
  } catch (cause) {
    if (length < wanted) throw packedWrongly(cause, wanted);
  }
  return joined(parts).subarray(0, wanted);
}
