/** What the chunks of a WebP file say before anything is decoded (RFC 9649). */
export interface WebpHeader {
  readonly width: number;
  readonly height: number;
  readonly lossless: boolean;
  readonly animated: boolean;
  /** The EXIF block, which begins like a TIFF file. */
  readonly exif?: Uint8Array;
}

const HAS_ANIMATION = 2;
const LOSSLESS_MARK = 0x2f;
const EXIF_NAME = "Exif\0\0";

export function webpHeader(bytes: Uint8Array): WebpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20 || text(bytes, 0) !== "RIFF" || text(bytes, 8) !== "WEBP")
    throw new Error("it lacks the WebP signature");
  if (view.getUint32(4, true) + 8 > bytes.length) throw new Error("it is cut short");
  let found: Partial<WebpHeader> = {};
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    found = { ...found, ...chunk(text(bytes, at), bytes.subarray(at + 8, at + 8 + length)) };
    at += 8 + length + (length % 2);
  }
  const { width = 0, height = 0, lossless = false, animated = false } = found;
  if (width === 0 || height === 0) throw new Error("it holds no picture");
  return { ...found, width, height, lossless, animated };
}

function chunk(name: string, data: Uint8Array): Partial<WebpHeader> {
  if (name === "VP8X" && data.length > 0) return { animated: (data[0] & HAS_ANIMATION) !== 0 };
  if (name === "VP8L" && data.length >= 5 && data[0] === LOSSLESS_MARK)
    return { ...lossless(data), lossless: true };
  if (name === "VP8 " && data.length >= 10) return lossy(data);
  if (name === "EXIF") return { exif: text(data, 0, 6) === EXIF_NAME ? data.subarray(6) : data };
  return {};
}

/** 14 bits each of width - 1 and height - 1. */
function lossless(data: Uint8Array): { width: number; height: number } {
  const bits = data[1] | (data[2] << 8) | (data[3] << 16) | (data[4] << 24);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

/** 14 bits of each after the frame's tag and start code. */
function lossy(data: Uint8Array): { width: number; height: number } {
  return { width: (data[6] | (data[7] << 8)) & 0x3fff, height: (data[8] | (data[9] << 8)) & 0x3fff };
}

function text(bytes: Uint8Array, at: number, length = 4): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
