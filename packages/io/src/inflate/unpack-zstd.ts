import { Decompress } from "fzstd";
import { joined } from "../joined.ts";
import { zstdContentSize } from "./zstd-content-size.ts";

/** Packed bytes that are fed at a time: what is too much is noticed before the next. */
const FEED = 4096;
/** A file of a few bytes may claim a window of gigabytes. */
const LARGEST_WINDOW = 2 ** 27;

/** Unpacks Zstandard (RFC 8878), at most `most` bytes. */
export function unpackZstd(bytes: Uint8Array, most: number): Uint8Array {
  if (windowOf(bytes) > Math.max(LARGEST_WINDOW, most)) throw new Error("its Zstandard window is too large");
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Decompress((part) => {
    length += part.length;
    if (length > most) throw new RangeError("too large");
    // The decoder goes on writing into the same memory.
    parts.push(part.slice());
  });
  try {
    for (let at = 0; at < bytes.length; at += FEED)
      stream.push(bytes.subarray(at, at + FEED), at + FEED >= bytes.length);
  } catch (cause) {
    throw new Error(
      cause instanceof RangeError && length > most
        ? `its compressed data go on beyond the ${most} bytes that its header allows`
        : "its compressed data are damaged or cut short",
      { cause },
    );
  }
  return joined(parts);
}

/** Window of the first frame in bytes: RFC 8878, 3.1.1.1. */
function windowOf(bytes: Uint8Array): number {
  const isSingle = (bytes[4] >> 5) & 1;
  if (isSingle) return zstdContentSize(bytes)!;
  const base = 2 ** (10 + (bytes[5] >> 3));
  return base + (base / 8) * (bytes[5] & 7);
}
