import { inflate } from "./inflate.ts";
import type { Packing } from "./node-zlib.ts";
import { packedWrongly } from "./packed-wrongly.ts";
import { streamOf } from "./streams.ts";

/**
 * Unpacks bytes into memory that is there already, which in Node is much faster than into new memory.
 *
 * @param into has room for a byte more than is allowed, since only that shows where the data end
 * @returns the number of bytes
 * @throws Error as `inflate` does; where they fill `into`, they go on too long
 */
export function inflateInto(bytes: Uint8Array, packing: Packing, into: Uint8Array): number {
  const most = into.length - 1;
  const unpack = streamOf(packing);
  if (!unpack) {
    const unpacked = inflate(bytes, packing, most);
    into.set(unpacked);
    return unpacked.length;
  }
  try {
    const length = unpack(bytes, into, "all");
    if (length > most) throw new RangeError("too large");
    return length;
  } catch (cause) {
    throw packedWrongly(cause, most);
  }
}
