const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** One chunk of a PNG. */
export interface PngChunk {
  /** Four letters. */
  readonly type: string;
  readonly data: Uint8Array;
}

/** What the IHDR chunk says. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  /** 0 gray, 2 RGB, 3 palette, 4 gray and alpha, 6 RGB and alpha. */
  readonly colour: number;
  readonly interlaced: boolean;
}

/** Bits that each colour type may have (PNG 3, table 11.1). */
const BITS: ReadonlyMap<number, readonly number[]> = new Map([
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
]);

export function isPng(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && SIGNATURE.every((byte, k) => bytes[k] === byte);
}

/**
 * The chunks of a PNG up to its end, checked.
 *
 * @throws Error where one is cut short, has a wrong sum, or the end is missing
 */
export function pngChunks(bytes: Uint8Array): PngChunk[] {
  if (!isPng(bytes)) throw new Error("it lacks the PNG signature");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type)) throw new Error("a chunk of it has no name");
    if (view.getUint32(end) !== crc32(bytes.subarray(at + 4, end)))
      throw new Error(`the check sum of its ${type} chunk is wrong`);
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    if (type === "IEND") return chunks;
    at = end + 4;
  }
  throw new Error("it is cut short: its end is missing");
}

/** Reads the first chunk. */
export function pngHeader({ type, data }: PngChunk): PngHeader {
  if (type !== "IHDR" || data.length !== 13) throw new Error("its header is damaged");
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [bits, colour, packing, filtering, interlace] = data.subarray(8);
  if (width === 0 || height === 0) throw new Error(`its size is ${width}x${height}`);
  if (!BITS.get(colour)?.includes(bits) || packing !== 0 || filtering !== 0 || interlace > 1)
    throw new Error("its header is damaged");
  return { width, height, bits, colour, interlaced: interlace === 1 };
}

/** Sums of single bytes for CRC-32 (ISO 3309), as PNG 3, annex D has it. */
const SUMS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  return sum;
});

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = SUMS[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
