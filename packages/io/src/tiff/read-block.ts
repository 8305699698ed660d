import { checkClaim, decompress } from "./decompress.ts";
import type { FileLayout } from "./directory.ts";
import type { Page } from "./page.ts";
import { unpredict } from "./predictors.ts";
import { rowBytes, type Samples, samplesOf, toNativeOrder } from "./samples.ts";

const NO_PREDICTOR = 1;
/** The predictor whose bytes stand most significant first whatever the file's order is. */
const FLOATING_POINT = 3;

/** Samples of one tile or strip: rows of `width` pixels with `stride` samples each. */
export interface Block {
  readonly samples: Samples;
  readonly width: number;
  readonly rows: number;
  readonly stride: number;
}

/**
 * Reads, unpacks and decodes one tile or strip.
 *
 * @returns undefined where the file leaves it out, as GDAL does with tiles in which nothing is
 */
export async function readBlock(file: FileLayout, page: Page, index: number): Promise<Block | undefined> {
  const { blockWidth, blockHeight, bits, format } = page;
  const { stride, length, rows, due } = layoutOf(page, index);
  const place = packedPlace(file, page, index, due);
  if (!place) return undefined;
  const packed = await packedBytes(file, page, place);
  const most = blockHeight * rowBytes(length, bits);
  const unpacked = await decompress(packed, page.compression, due, Math.max(due, most), file.unpack);
  const stored = unpacked.subarray(0, due);
  // What is changed in place must not be the file's own bytes.
  const isChanged = (bits > 8 && !file.littleEndian) || page.predictor !== NO_PREDICTOR;
  const isOfFile = unpacked.buffer === packed.buffer;
  const bytes = isChanged && isOfFile ? new Uint8Array(stored) : aligned(stored, bits);
  if (page.predictor !== FLOATING_POINT) toNativeOrder(bytes, bits, file.littleEndian);
  const plain = unpredict(bytes, page.predictor, { length, count: rows, stride, bits });
  return { samples: samplesOf(plain, bits, format, length, rows), width: blockWidth, rows, stride };
}

/**
 * Refuses a tile or strip that lies beyond the file or is too short for what the page says it is.
 *
 * @returns whether it is there at all
 * @throws Error
 */
export function checkBlock(file: FileLayout, page: Page, index: number): boolean {
  const { due } = layoutOf(page, index);
  const place = packedPlace(file, page, index, due);
  if (place) checkClaim(place.end - place.at, page.compression, due);
  return place !== undefined;
}

/** Size of a tile or strip. The last strip ends with the image; the last tiles do not. */
function layoutOf(page: Page, index: number) {
  const { blockWidth, blockHeight, across, down, height, bits, tiled } = page;
  const stride = page.planar ? 1 : page.samples;
  const length = blockWidth * stride;
  const row = Math.floor(index / across) % down;
  const rows = tiled ? blockHeight : Math.min(blockHeight, height - row * blockHeight);
  return { stride, length, rows, due: rows * rowBytes(length, bits) };
}

/** Where the bytes of a tile or strip lie; undefined where the file leaves it out. */
function packedPlace(
  file: FileLayout,
  { offsets, byteCounts, compression }: Page,
  index: number,
  due: number,
): { readonly at: number; readonly end: number } | undefined {
  const at = offsets[index];
  // Without byte counts, which TIFF asks for, uncompressed data are where they have to be.
  const length = byteCounts[index] ?? (compression === 1 ? due : file.size - at);
  if (at === 0 || length === 0) return undefined;
  if (!(at < file.size)) throw new Error("it is cut short: a tile or strip begins beyond its end");
  return { at, end: Math.min(at + length, file.size) };
}

async function packedBytes(
  file: FileLayout,
  { reversedBits }: Page,
  { at, end }: { readonly at: number; readonly end: number },
): Promise<Uint8Array> {
  const bytes = await file.read(at, end);
  return reversedBits ? bytes.map(mirrored) : bytes;
}

/** The eight bits of a byte in the other order. */
function mirrored(byte: number): number {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) result |= ((byte >> bit) & 1) << (7 - bit);
  return result;
}

/** Bytes that begin where samples of so many bits may. */
function aligned(bytes: Uint8Array, bits: number): Uint8Array {
  // Not by slice(): that of Node's Buffer copies nothing.
  return bits > 8 && bytes.byteOffset % 8 !== 0 ? new Uint8Array(bytes) : bytes;
}
