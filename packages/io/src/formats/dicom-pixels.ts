import type { RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import { readSamples } from "../samples.ts";

/** Samples of one bit, run on over the frames, least significant first. */
export function unpackBits(bytes: Uint8Array, count: number): Uint8Array {
  if (8 * bytes.length < count)
    throw new Error(`it is cut short: ${bytes.length} bytes of pixels where ${Math.ceil(count / 8)} are due`);
  return Uint8Array.from({ length: count }, (_, i) => (bytes[i >> 3] >> (i & 7)) & 1);
}

/**
 * One frame of DICOM's run lengths (PackBits, the bytes of wider samples apart, high ones first).
 *
 * Format: DICOM PS3.5, annex G
 */
export function unpackRle(fragment: Uint8Array, pixels: number, bytesPerPixel: number): Uint8Array {
  const view = new DataView(fragment.buffer, fragment.byteOffset, fragment.byteLength);
  if (fragment.length < 64 || view.getUint32(0, true) !== bytesPerPixel)
    throw new Error("its run lengths (RLE) are damaged");
  const frame = new Uint8Array(pixels * bytesPerPixel);
  for (let part = 0; part < bytesPerPixel; part++) {
    const from = view.getUint32(4 + 4 * part, true);
    const next = part + 1 < bytesPerPixel ? view.getUint32(8 + 4 * part, true) : fragment.length;
    const plane = packBits(fragment.subarray(from, next), pixels);
    for (let i = 0; i < pixels; i++) frame[i * bytesPerPixel + (bytesPerPixel - 1 - part)] = plane[i];
  }
  return frame;
}

function packBits(bytes: Uint8Array, count: number): Uint8Array {
  const plane = new Uint8Array(count);
  let to = 0;
  for (let at = 0; to < count; ) {
    if (at >= bytes.length) throw new Error("its run lengths (RLE) end early");
    const code = bytes[at++];
    if (code < 128) {
      const end = Math.min(count, to + code + 1);
      while (to < end) plane[to++] = bytes[at++];
    } else if (code > 128) {
      plane.fill(bytes[at++], to, Math.min(count, to + 257 - code));
      to += 257 - code;
    }
  }
  return plane;
}

/** Samples of 1, 8 or 16 bits. */
export function unpackSamples(bytes: Uint8Array, bits: number, count: number): RasterData {
  if (bits === 1) return unpackBits(bytes, count);
  if (bits === 8 || bits === 16) return readSamples(bytes, bits === 8 ? "u1" : "u2", count);
  throw notSupported(`${bits} bits a pixel are not supported; expected 1, 8 or 16`);
}
