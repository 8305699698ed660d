/** What the segments before the pixels say (ITU-T T.81, annex B). */
export interface JpegSegments {
  readonly frame?: {
    readonly width: number;
    readonly height: number;
    readonly bits: number;
    /** Baseline, extended or progressive, with Huffman codes. */
    readonly read: boolean;
  };
  /** The EXIF block, which begins like a TIFF file. */
  readonly exif?: Uint8Array;
}

const START = 0xffd8;
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
const READ_FRAMES: readonly number[] = [0xc0, 0xc1, 0xc2];
/** Between the frames' numbers: tables and reserved. */
const NO_FRAMES: readonly number[] = [0xc4, 0xc8, 0xcc];
const EXIF_NAME = "Exif\0\0";

export function jpegSegments(bytes: Uint8Array): JpegSegments {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== START) throw new Error("it lacks the JPEG signature");
  let found: JpegSegments = {};
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1];
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker === START_OF_SCAN) break;
    const length = view.getUint16(at + 2);
    found = { ...segment(marker, bytes.subarray(at + 4, at + 2 + length)), ...found };
    at += 2 + Math.max(2, length);
  }
  return found;
}

function segment(marker: number, data: Uint8Array): JpegSegments {
  if (marker === APP1 && EXIF_NAME === String.fromCharCode(...data.subarray(0, 6)))
    return { exif: data.subarray(6) };
  const isFrame = marker >= 0xc0 && marker <= 0xcf && !NO_FRAMES.includes(marker);
  if (!isFrame || data.length < 5) return {};
  const [bits, high, low, wideHigh, wideLow] = data;
  const size = { height: high * 256 + low, width: wideHigh * 256 + wideLow };
  return { frame: { ...size, bits, read: READ_FRAMES.includes(marker) } };
}
