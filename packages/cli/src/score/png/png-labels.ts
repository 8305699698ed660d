import { inflateSync } from "node:zlib";
import type { Raster } from "../../data/raster.ts";
import type { Unfilter } from "./unfilter.ts";

const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const GRAY = 0;
const PALETTE = 3;
const BIT_DEPTHS: readonly number[] = [1, 2, 4, 8];

/**
 * A PNG of at most one byte a pixel (gray or palette, not interlaced), which nearly all masks are, decoded by the
 * zlib of Node and vector code: several times faster than the general reader. undefined for any other file, also a
 * damaged one, which the general reader then explains.
 *
 * @param buffer gives the array of this length that the labels are written into
 *
 * Format: https://www.w3.org/TR/png-3/
 */
export function pngLabels(
  bytes: Buffer,
  unfilter: Unfilter,
  buffer: (length: number) => Uint8Array,
): Raster | undefined {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(SIGNATURE)) return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [bitDepth, colour, , , interlace] = bytes.subarray(24, 29);
  if (!BIT_DEPTHS.includes(bitDepth) || (colour !== GRAY && colour !== PALETTE) || interlace !== 0)
    return undefined;
  const rowBytes = Math.ceil((width * bitDepth) / 8);
  const rows = inflated(bytes, height * (rowBytes + 1));
  const packed = bitDepth === 8 ? buffer(width * height) : new Uint8Array(rowBytes * height);
  if (!rows || !unfilter(rows, rowBytes, packed)) return undefined;
  const data = bitDepth === 8 ? packed : unpacked(packed, width, bitDepth, buffer(width * height));
  return { data, width, height, depth: 1, channels: 1, bitDepth };
}

/** The image data of all IDAT chunks; undefined unless they hold exactly that many bytes. */
function inflated(bytes: Buffer, expected: number): Buffer | undefined {
  const parts: Buffer[] = [];
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (type === "IDAT") parts.push(bytes.subarray(at + 8, at + 8 + length));
    // What says that some grey is transparent changes no label.
    if (type === "IEND") break;
    at += 12 + length;
  }
  try {
    // One chunk of the size that is due spares putting many together.
    const rows = inflateSync(parts.length === 1 ? parts[0] : Buffer.concat(parts), {
      chunkSize: Math.max(64, expected),
    });
    return rows.length === expected ? rows : undefined;
  } catch {
    return undefined;
  }
}

/** Samples of 1, 2 or 4 bits stand most significant first; each row starts at a byte. */
function unpacked(packed: Uint8Array, width: number, bits: number, labels: Uint8Array): Uint8Array {
  const perByte = 8 / bits;
  const rowBytes = Math.ceil(width / perByte);
  const mask = 2 ** bits - 1;
  // Most of a mask is background.
  labels.fill(0);
  for (let from = 0, to = 0; from < packed.length; from += rowBytes, to += width) {
    for (let b = 0; b < rowBytes; b++) {
      const byte = packed[from + b];
      if (byte === 0) continue;
      const end = Math.min(width, (b + 1) * perByte);
      for (let x = b * perByte, shift = 8 - bits; x < end; x++, shift -= bits)
        labels[to + x] = (byte >> shift) & mask;
    }
  }
  return labels;
}
