import { inflate, type Unpack } from "./inflate.ts";
import { inflateInto } from "./inflate-into.ts";
import type { Packing } from "./node-zlib.ts";
import { unpackedAtMost } from "./unpacked-at-most.ts";

/** Memory beyond this is not kept. */
const MOST_KEPT = 2 ** 28;

/** `inflate` whose results lie in one memory: each is valid until the next call. */
export function reusedInflate(): Unpack {
  let memory = new Uint8Array(0);
  return (bytes, packing, most) => {
    // Memory that is not written to costs nothing, and pieces that are joined at the end would be all of it twice.
    if (!(most < MOST_KEPT))
      return most > unpackedAtMost(bytes.length)
        ? inflate(bytes, packing, most)
        : unpackedInto(bytes, packing, new Uint8Array(most + 1));
    if (memory.length <= most) memory = new Uint8Array(most + 1);
    return unpackedInto(bytes, packing, memory.subarray(0, most + 1));
  };
}

function unpackedInto(bytes: Uint8Array, packing: Packing, room: Uint8Array): Uint8Array {
  return room.subarray(0, inflateInto(bytes, packing, room));
}
