import { typeBytes } from "../tag-values.ts";
import { TAGS } from "../tags.ts";

/** How the samples of a plain page are stored: one whole number a pixel, of one byte or two without a sign, or of four. */
export interface PlainPage {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly signed: boolean;
  /** 1: none. */
  readonly compression: number;
  readonly tiled: boolean;
  readonly blockWidth: number;
  readonly blockHeight: number;
  /** Of the tiles or strips, row by row. */
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
}

/** "II" and 42: least significant bytes first, offsets of four bytes. */
const HEADER = 0x49492a00;
const ENTRY = 12;
const SHORT = 3;
const LONG = 4;
/** Sample formats. */
const UNSIGNED = 1;
const SIGNED = 2;
/** Bits and format of samples that are read. */
const STORED: readonly (readonly [bits: number, format: number])[] = [
  [8, UNSIGNED],
  [16, UNSIGNED],
  [32, UNSIGNED],
  [32, SIGNED],
];
/** None, LZW, Adobe's deflate, PackBits, and deflate's number before. */
const COMPRESSIONS: readonly number[] = [1, 5, 8, 32773, 32946];

/** What a page has to say where it says anything, to be plain. */
const PLAIN: ReadonlyMap<number, number> = new Map([
  [TAGS.newSubfileType, 0],
  [TAGS.photometric, 1],
  [TAGS.fillOrder, 1],
  [TAGS.orientation, 1],
  [TAGS.samplesPerPixel, 1],
  [TAGS.predictor, 1],
]);
/** Numbers that are kept. */
const KEPT: ReadonlySet<number> = new Set([
  TAGS.width,
  TAGS.height,
  TAGS.bitsPerSample,
  TAGS.sampleFormat,
  TAGS.compression,
  TAGS.rowsPerStrip,
  TAGS.tileWidth,
  TAGS.tileLength,
]);
const LISTS: ReadonlySet<number> = new Set([
  TAGS.stripOffsets,
  TAGS.stripByteCounts,
  TAGS.tileOffsets,
  TAGS.tileByteCounts,
]);
/** Dots an inch mean nothing without a description that says what they are. */
const IDLE: ReadonlySet<number> = new Set([
  TAGS.xResolution,
  TAGS.yResolution,
  TAGS.resolutionUnit,
  TAGS.planarConfiguration,
]);
/** Tags that the general reader looks at. Others mean nothing. */
const KNOWN: ReadonlySet<number> = new Set(Object.values(TAGS));
/** A description of the shape alone, as tifffile writes it. */
const SHAPE = /^\{"shape": \[\d+, \d+\]\}\0?$/;
const LONGEST_SHAPE = 64;

/**
 * The layout of a TIFF of one plain page, which most label files are; undefined for all others, which the general reader knows, and
 * for damaged ones.
 *
 * TIFF 6.0, section 2.
 */
export function plainPage(bytes: Uint8Array): PlainPage | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0) !== HEADER) return undefined;
  const start = view.getUint32(4, true);
  if (start + 2 > bytes.length) return undefined;
  const end = start + 2 + ENTRY * view.getUint16(start, true);
  // A second page may be more of the picture.
  if (end + 4 > bytes.length || view.getUint32(end, true) !== 0) return undefined;
  const numbers = new Map<number, number>();
  const lists = new Map<number, readonly number[]>();
  for (let at = start + 2; at < end; at += ENTRY) {
    const tag = view.getUint16(at, true);
    if (!KNOWN.has(tag)) continue;
    if (IDLE.has(tag)) {
      if (!isInside(view, at)) return undefined;
    } else if (tag === TAGS.description) {
      if (!isShape(bytes, view, at)) return undefined;
    } else if (LISTS.has(tag)) {
      const list = listAt(view, at);
      if (!list) return undefined;
      lists.set(tag, list);
    } else {
      const value = numberAt(view, at);
      if (!KEPT.has(tag) && PLAIN.get(tag) !== value) return undefined;
      if (value === undefined) return undefined;
      numbers.set(tag, value);
    }
  }
  return layoutOf(numbers, lists);
}

/** Whether the values of an entry lie in the file. */
function isInside(view: DataView, at: number): boolean {
  const size = (typeBytes(view.getUint16(at + 2, true)) ?? 0) * view.getUint32(at + 4, true);
  return size <= 4 || view.getUint32(at + 8, true) + size <= view.byteLength;
}

/** The number of an entry that has one, undefined for others. */
function numberAt(view: DataView, at: number): number | undefined {
  if (view.getUint32(at + 4, true) !== 1) return undefined;
  const type = view.getUint16(at + 2, true);
  if (type === SHORT) return view.getUint16(at + 8, true);
  return type === LONG ? view.getUint32(at + 8, true) : undefined;
}

function listAt(view: DataView, at: number): number[] | undefined {
  const type = view.getUint16(at + 2, true);
  if (type !== SHORT && type !== LONG) return undefined;
  const count = view.getUint32(at + 4, true);
  const size = type === SHORT ? 2 : 4;
  const from = count * size <= 4 ? at + 8 : view.getUint32(at + 8, true);
  if (from + count * size > view.byteLength) return undefined;
  const list: number[] = [];
  for (let k = 0; k < count; k++)
    list.push(type === SHORT ? view.getUint16(from + 2 * k, true) : view.getUint32(from + 4 * k, true));
  return list;
}

function isShape(bytes: Uint8Array, view: DataView, at: number): boolean {
  const count = view.getUint32(at + 4, true);
  const from = view.getUint32(at + 8, true);
  if (count <= 4 || count > LONGEST_SHAPE) return false;
  return SHAPE.test(String.fromCharCode(...bytes.subarray(from, from + count)));
}

function layoutOf(
  numbers: ReadonlyMap<number, number>,
  lists: ReadonlyMap<number, readonly number[]>,
): PlainPage | undefined {
  const [width = 0, height = 0] = [numbers.get(TAGS.width), numbers.get(TAGS.height)];
  const bits = numbers.get(TAGS.bitsPerSample);
  const compression = numbers.get(TAGS.compression) ?? 1;
  const format = numbers.get(TAGS.sampleFormat) ?? UNSIGNED;
  if (width === 0 || height === 0 || bits === undefined) return undefined;
  if (!STORED.some(([size, kind]) => size === bits && kind === format)) return undefined;
  if (!COMPRESSIONS.includes(compression)) return undefined;
  const tiled = numbers.has(TAGS.tileWidth);
  const blockWidth = numbers.get(TAGS.tileWidth) ?? width;
  const rows = numbers.get(tiled ? TAGS.tileLength : TAGS.rowsPerStrip) ?? 0;
  const blockHeight = tiled ? rows : Math.min(rows, height);
  if (blockWidth === 0 || blockHeight === 0) return undefined;
  const offsets = lists.get(tiled ? TAGS.tileOffsets : TAGS.stripOffsets);
  const byteCounts = lists.get(tiled ? TAGS.tileByteCounts : TAGS.stripByteCounts);
  const blocks = Math.ceil(width / blockWidth) * Math.ceil(height / blockHeight);
  if (offsets?.length !== blocks || byteCounts?.length !== blocks) return undefined;
  const stored = { width, height, bits, signed: format === SIGNED, compression, tiled };
  return { ...stored, blockWidth, blockHeight, offsets, byteCounts };
}
