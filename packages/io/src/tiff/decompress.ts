import type { Unpack } from "../inflate/inflate.ts";
import { notSupported } from "../reader-error.ts";
import { isOldLzw, unpackLzw } from "./lzw.ts";
import { unpackBits } from "./pack-bits.ts";

/** A way to pack the bytes of a tile or strip. */
interface Compression {
  readonly code: number;
  /** Bytes that one packed byte can become at most; what claims more is damaged, and costs no memory. */
  readonly ratio: number;
  /** At most `most` bytes; fewer where the data end early. */
  unpack(bytes: Uint8Array, most: number, unpack: Unpack): Uint8Array | Promise<Uint8Array>;
}

const deflate: Compression["unpack"] = (bytes, most, unpack) => unpack(bytes, "zlib", most);

/** Few files need the decoder, and loading it takes as long as reading many. */
const zstd = async (bytes: Uint8Array, most: number): Promise<Uint8Array> => {
  const { unpackZstd } = await import("../inflate/unpack-zstd.ts");
  return unpackZstd(bytes, most);
};

const COMPRESSIONS: readonly Compression[] = [
  { code: 1, ratio: 1, unpack: (bytes, most) => bytes.subarray(0, most) },
  { code: 5, ratio: 4096, unpack: unpackLzw },
  { code: 8, ratio: 1100, unpack: deflate },
  { code: 32773, ratio: 64, unpack: unpackBits },
  { code: 32946, ratio: 1100, unpack: deflate },
  { code: 50000, ratio: 2 ** 16, unpack: zstd },
];

/** Bytes that a few packed ones may become whatever the ratio is. */
const SLACK = 16;

/** What is not read, by name. */
const UNREAD: ReadonlyMap<number, string> = new Map([
  [2, "CCITT"],
  [3, "CCITT G3"],
  [4, "CCITT G4"],
  [6, "JPEG"],
  [7, "JPEG"],
  [34712, "JPEG 2000"],
  [34887, "LERC"],
  [34925, "LZMA"],
  [50001, "WebP"],
  [50002, "JPEG XL"],
  [52546, "JPEG XL"],
]);

/** Whether so many packed bytes may become as many as are due: what claims more is damaged, and costs no memory. */
export function mayBecome(packed: number, code: number, due: number): boolean {
  const compression = COMPRESSIONS.find((one) => one.code === code);
  return compression !== undefined && due <= (code === 1 ? packed : compression.ratio * (packed + SLACK));
}

/**
 * Refuses a tile or strip that cannot become what the page says it is, before there is memory for that.
 *
 * @param packed its bytes in the file
 * @param due bytes that the layout of the page asks for
 */
export function checkClaim(packed: number, code: number, due: number): void {
  const compression = COMPRESSIONS.find((one) => one.code === code);
  if (!compression) throw unread(code);
  const possible = compression.ratio * (packed + SLACK);
  if (due > possible) throw short(possible, due);
}

/**
 * Bytes of a tile or strip, unpacked.
 *
 * @param due bytes that the layout of the page asks for
 * @param most bytes of a full tile or strip: some writers fill the last strip up
 */
export async function decompress(
  packed: Uint8Array,
  code: number,
  due: number,
  most: number,
  unpack: Unpack,
): Promise<Uint8Array> {
  const compression = COMPRESSIONS.find((one) => one.code === code);
  if (!compression || (code === 5 && isOldLzw(packed))) throw unread(code);
  checkClaim(packed.length, code, due);
  const possible = compression.ratio * (packed.length + SLACK);
  const bytes = await compression.unpack(packed, Math.min(most, Math.max(due, possible)), unpack);
  if (bytes.length < due) throw short(bytes.length, due);
  return bytes;
}

function unread(code: number): Error {
  const name = code === 5 ? "LZW of before 1988" : (UNREAD.get(code) ?? `number ${code}`);
  return notSupported(`TIFF compression ${name} is not read; save it uncompressed, LZW, deflate or ZSTD`);
}

function short(has: number, due: number): Error {
  return new Error(`it is cut short: a tile or strip has no more than ${has} bytes where ${due} are due`);
}
