import { inflateSync } from "node:zlib";
import type { Raster } from "../data/raster.ts";

const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const GRAY = 0;
const PALETTE = 3;

/**
 * A PNG of one byte a pixel (gray or palette, not interlaced), which nearly all masks are, decoded by the
 * zlib of Node: several times faster than the general reader. undefined for any other file, also a
 * damaged one, which the general reader then explains.
 *
 * Format: https://www.w3.org/TR/png-3/
 */
export function pngLabels(bytes: Buffer): Raster | undefined {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(SIGNATURE)) return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const [bitDepth, colour, , , interlace] = bytes.subarray(24, 29);
  if (bitDepth !== 8 || (colour !== GRAY && colour !== PALETTE) || interlace !== 0) return undefined;
  const rows = inflated(bytes, height * (width + 1));
  const data = rows && unfiltered(rows, width, height);
  return data && { data, width, height, depth: 1, channels: 1, bitDepth: 8 };
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

/**
 * Each row starts with the number of the filter that it went through. The labels take the place of the
 * filtered rows, before the ones that are still to be read.
 */
function unfiltered(rows: Buffer, width: number, height: number): Uint8Array | undefined {
  const zeros = Buffer.alloc(width);
  for (let y = 0; y < height; y++) {
    const from = y * (width + 1) + 1;
    const to = y * width;
    const undo = UNDO[rows[from - 1]];
    if (!undo) return undefined;
    // Inside of objects and between them a row is the one above; comparing and moving bytes is native.
    const likeAbove = undo === addAbove && y > 0 && rows.compare(zeros, 0, width, from, from + width) === 0;
    if (likeAbove) rows.copyWithin(to, to - width, to);
    else if (undo === copy) rows.copyWithin(to, from, from + width);
    else undo(rows, from, to, width);
  }
  return new Uint8Array(rows.buffer, rows.byteOffset, width * height);
}

/** Takes back a filter: from the row at `from` to the one at `to`; the row above stands before it. */
type Undo = (rows: Uint8Array, from: number, to: number, width: number) => void;

/** By the number of the filter: none, left, above, their mean, the nearest of three (Paeth). */
const UNDO: readonly Undo[] = [copy, addLeft, addAbove, addMean, addPaeth];

function copy(rows: Uint8Array, from: number, to: number, width: number): void {
  for (let x = 0; x < width; x++) rows[to + x] = rows[from + x];
}

function addLeft(rows: Uint8Array, from: number, to: number, width: number): void {
  let left = 0;
  for (let x = 0; x < width; x++) {
    left = (rows[from + x] + left) & 255;
    rows[to + x] = left;
  }
}

function addAbove(rows: Uint8Array, from: number, to: number, width: number): void {
  if (to === 0) copy(rows, from, to, width);
  else for (let x = 0; x < width; x++) rows[to + x] = rows[from + x] + rows[to + x - width];
}

function addMean(rows: Uint8Array, from: number, to: number, width: number): void {
  let left = 0;
  for (let x = 0; x < width; x++) {
    const above = to > 0 ? rows[to + x - width] : 0;
    left = (rows[from + x] + ((left + above) >> 1)) & 255;
    rows[to + x] = left;
  }
}

function addPaeth(rows: Uint8Array, from: number, to: number, width: number): void {
  let left = 0;
  let corner = 0;
  for (let x = 0; x < width; x++) {
    const above = to > 0 ? rows[to + x - width] : 0;
    const toLeft = Math.abs(above - corner);
    const toAbove = Math.abs(left - corner);
    const toCorner = Math.abs(left + above - 2 * corner);
    const nearest = toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    left = (rows[from + x] + nearest) & 255;
    rows[to + x] = left;
    corner = above;
  }
}
