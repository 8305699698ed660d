/** What the segments before the pixels say (ITU-T T.81, annex B). */
export interface JpegSegments {
  readonly frame?: {
    readonly width: number;
    readonly height: number;
    readonly bits: number;
    /** Baseline, extended or progressive, with Huffman codes. */
    readonly read: boolean;
    readonly progressive: boolean;
    /** Blocks of 8x8 samples of all components, and pixels, in the smallest unit that repeats. */
    readonly blocks: number;
    readonly pixels: number;
  };
  /** Bits of the shortest codes of block means and of the other coefficients, where tables say so. */
  readonly shortest: { readonly mean?: number; readonly others?: number };
  /** The EXIF block, which begins like a TIFF file. */
  readonly exif?: Uint8Array;
}

const START = 0xffd8;
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
const HUFFMAN = 0xc4;
const PROGRESSIVE = 0xc2;
const READ_FRAMES: readonly number[] = [0xc0, 0xc1, 0xc2];
/** Between the frames' numbers: tables and reserved. */
const NO_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];
const EXIF_NAME = "Exif\0\0";

export function jpegSegments(bytes: Uint8Array): JpegSegments {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== START) throw new Error("it lacks the JPEG signature");
  let found: JpegSegments = { shortest: {} };
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === START_OF_SCAN) break;
    const length = view.getUint16(at + 2);
    const data = bytes.subarray(at + 4, at + 2 + length);
    found =
      marker === HUFFMAN
        ? { ...found, shortest: shortestCodes(data, found.shortest) }
        : { ...segment(marker, data), ...found };
    at += 2 + Math.max(2, length);
  }
  return found;
}

function segment(marker: number, data: Uint8Array): Omit<JpegSegments, "shortest"> {
  if (marker === APP1 && EXIF_NAME === String.fromCharCode(...data.subarray(0, 6)))
    return { exif: data.subarray(6) };
  const isFrame = marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);
  if (!isFrame || data.length < 6) return {};
  const [bits, high, low, wideHigh, wideLow] = data;
  const size = { height: high * 256 + low, width: wideHigh * 256 + wideLow };
  const kind = { read: READ_FRAMES.includes(marker), progressive: marker === PROGRESSIVE };
  return { frame: { ...size, bits, ...kind, ...unitOf(data) } };
}

/** Components have samplings of their own: four bits across, four down. */
function unitOf(data: Uint8Array): { blocks: number; pixels: number } {
  const samplings = Array.from({ length: data[5] }, (_, k) => data[7 + 3 * k] ?? 0x11);
  const [across, down] = [samplings.map((one) => one >> 4), samplings.map((one) => one & 15)];
  // A single component comes block by block, whatever its sampling.
  if (samplings.length < 2) return { blocks: 1, pixels: 64 };
  const blocks = across.reduce((sum, one, k) => sum + one * down[k], 0);
  return { blocks: Math.max(1, blocks), pixels: 64 * Math.max(...across) * Math.max(...down) };
}

/** Tables count the codes of each length from 1 to 16, then list what they stand for. */
function shortestCodes(data: Uint8Array, known: JpegSegments["shortest"]): JpegSegments["shortest"] {
  let shortest = known;
  for (let at = 0; at + 17 <= data.length; ) {
    const counts = data.subarray(at + 1, at + 17);
    const length = counts.findIndex((count) => count > 0) + 1;
    const part = data[at] >> 4 === 0 ? "mean" : "others";
    if (length > 0) shortest = { ...shortest, [part]: Math.min(length, shortest[part] ?? length) };
    at += 17 + counts.reduce((sum, count) => sum + count, 0);
  }
  return shortest;
}
