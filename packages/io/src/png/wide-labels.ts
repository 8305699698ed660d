import { inflateInto } from "../inflate/inflate-into.ts";
import { unpackedAtMost } from "../inflate/unpacked-at-most.ts";
import { joined } from "../joined.ts";
import type { PngRows } from "./png-rows.ts";

/** Larger images are left to the general reader. */
const MOST_BYTES = 2 ** 28;

/**
 * Labels of two bytes. Every filter looks at the same byte of another pixel, so the high bytes and the low ones are two images of one
 * byte a pixel with the same filters; and the high ones of most masks are all 0, whatever the filters are.
 *
 * @param buffer gives bytes that begin at a multiple of two
 * @returns undefined for files that are damaged, which the general reader explains
 */
export function wideLabels(
  parts: readonly Uint8Array[],
  { width, height }: { readonly width: number; readonly height: number },
  rows: PngRows,
  buffer: (length: number) => Uint8Array,
): Uint16Array | undefined {
  const packed = parts.length === 1 ? parts[0] : joined(parts);
  const [count, due] = [width * height, height * (2 * width + 1)];
  if (count === 0 || due > unpackedAtMost(packed.length) || due > MOST_BYTES) return undefined;
  // Behind the labels, which are written when all is unpacked.
  const memory = buffer(2 * count + due + 1);
  const filtered = memory.subarray(2 * count);
  try {
    if (inflateInto(packed, "zlib", filtered) !== due) return undefined;
  } catch {
    return undefined;
  }
  const labels = new Uint16Array(memory.buffer, memory.byteOffset, count);
  const isHigh = takePlane(filtered, 0, width, rows.filtered(width, height));
  if (isHigh) {
    const high = rows.unfiltered(width, height);
    if (!high) return undefined;
    for (let i = 0; i < count; i++) labels[i] = high[i] << 8;
  }
  takePlane(filtered, 1, width, rows.filtered(width, height));
  const low = rows.unfiltered(width, height);
  if (!low) return undefined;
  if (isHigh) for (let i = 0; i < count; i++) labels[i] |= low[i];
  else labels.set(low);
  return labels;
}

/**
 * Writes the filters and every other byte of the rows.
 *
 * @returns whether any of the bytes is not 0
 */
function takePlane(from: Uint8Array, plane: number, width: number, to: Uint8Array | undefined): boolean {
  if (!to) throw new Error("no memory");
  const step = 2 * width + 1;
  let bits = 0;
  for (let start = 0, at = 0; start + step < from.length; start += step) {
    to[at++] = from[start];
    for (let k = start + 1 + plane; k < start + step; k += 2) {
      bits |= from[k];
      to[at++] = from[k];
    }
  }
  return bits !== 0;
}
