import { inflate, type Unpack } from "./inflate.ts";
import { inflateInto } from "./inflate-into.ts";

/** Memory beyond this is not kept. */
const MOST_KEPT = 2 ** 28;

/** `inflate` whose results lie in one memory: each is valid until the next call. */
export function reusedInflate(): Unpack {
  let memory = new Uint8Array(0);
  return (bytes, packing, most) => {
    if (!(most < MOST_KEPT)) return inflate(bytes, packing, most);
    if (memory.length <= most) memory = new Uint8Array(most + 1);
    return memory.subarray(0, inflateInto(bytes, packing, memory.subarray(0, most + 1)));
  };
}
