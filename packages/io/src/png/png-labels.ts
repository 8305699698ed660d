import { inflateInto } from "../inflate/inflate-into.ts";
import { unpackedAtMost } from "../inflate/unpacked-at-most.ts";
import { joined } from "../joined.ts";
import type { Palette, Raster } from "../raster.ts";
import type { PngRows } from "./png-rows.ts";
import { wideLabels } from "./wide-labels.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Chunk types as the number that their four letters are. */
const IDAT = 0x49444154;
const IEND = 0x49454e44;
const GRAY = 0;
const PLTE = 0x504c5445;
const EXIF = 0x65584966;
const PALETTE = 3;
const BIT_DEPTHS: readonly number[] = [1, 2, 4, 8, 16];

/**
 * A PNG of one sample a pixel (gray or palette, not interlaced), which nearly all masks are, decoded by the
 * zlib of Node and vector code: several times faster than the general reader. undefined for any other file, also one that may
 * have to be turned or is damaged, which the general reader then explains.
 *
 * @param rows the labels lie in this memory until the next call
 * @param buffer gives bytes for labels of less than a byte, and for those of two, which begin at a multiple of two
 *
 * Format: https://www.w3.org/TR/png-3/
 */
export function pngLabels(
  bytes: Uint8Array,
  rows: PngRows,
  buffer: (length: number) => Uint8Array,
): Raster | undefined {
  if (bytes.length < 33 || SIGNATURE.some((byte, k) => bytes[k] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [bitDepth, colour, , , interlace] = bytes.subarray(24, 29);
  if (!BIT_DEPTHS.includes(bitDepth) || (colour !== GRAY && colour !== PALETTE) || interlace !== 0)
    return undefined;
  const found = content(bytes, view);
  if (!found || (colour === PALETTE && (!found.palette || bitDepth === 16))) return undefined;
  const data = samplesOf(found.parts, { width, height, bitDepth }, rows, buffer);
  if (!data) return undefined;
  const raster = { data, width, height, depth: 1, channels: 1, bitDepth, fullScale: 2 ** bitDepth - 1 };
  return colour === PALETTE && found.palette ? { ...raster, palette: found.palette } : raster;
}

interface Content {
  /** The image data of all IDAT chunks. */
  readonly parts: readonly Uint8Array[];
  readonly palette?: Palette;
}

/** undefined where the file says that it has to be turned. */
function content(bytes: Uint8Array, view: DataView): Content | undefined {
  const parts: Uint8Array[] = [];
  let palette: Palette | undefined;
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (type === IDAT) parts.push(data);
    if (type === PLTE) palette = coloursOf(data);
    if (type === EXIF) return undefined;
    // What says that some grey is transparent changes no label.
    if (type === IEND) break;
    at += 12 + length;
  }
  return palette ? { parts, palette } : { parts };
}

function coloursOf(data: Uint8Array): Palette {
  return Array.from({ length: Math.floor(data.length / 3) }, (_, i) => [...data.subarray(3 * i, 3 * i + 3)]);
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
}

function samplesOf(
  parts: readonly Uint8Array[],
  size: Size,
  rows: PngRows,
  buffer: (length: number) => Uint8Array,
): Uint8Array | Uint16Array | undefined {
  const { width, height, bitDepth } = size;
  if (bitDepth === 16) return wideLabels(parts, size, rows, buffer);
  const packed = unfiltered(parts, Math.ceil((width * bitDepth) / 8), height, rows);
  if (!packed || bitDepth === 8) return packed;
  return unpacked(packed, width, bitDepth, buffer(width * height));
}

/** The bytes of the rows; undefined unless there are exactly as many as are due. */
function unfiltered(
  parts: readonly Uint8Array[],
  width: number,
  height: number,
  rows: PngRows,
): Uint8Array | undefined {
  const packed = parts.length === 1 ? parts[0] : joined(parts);
  const due = height * (width + 1);
  const room = due > 0 && due <= unpackedAtMost(packed.length) ? rows.filtered(width, height) : undefined;
  if (!room) return undefined;
  try {
    return inflateInto(packed, "zlib", room) === due ? rows.unfiltered(width, height) : undefined;
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
