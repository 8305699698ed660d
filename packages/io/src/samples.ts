import type { RasterData } from "./raster.ts";

/** Kinds of numbers in files: unsigned, signed or floating, and bytes of one. */
export type SampleType = "u1" | "i1" | "u2" | "i2" | "u4" | "i4" | "u8" | "i8" | "f2" | "f4" | "f8";

/** The numbers of a part of memory. */
type Place = readonly [buffer: ArrayBuffer, from: number, count: number];

type Plain = new (...place: Place) => RasterData;

const PLAIN: Readonly<Partial<Record<SampleType, Plain>>> = {
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  f4: Float32Array,
  f8: Float64Array,
};

const CONVERTED: Readonly<Partial<Record<SampleType, (...place: Place) => RasterData>>> = {
  i8: (...place) => narrowed(new BigInt64Array(...place)),
  u8: (...place) => narrowed(new BigUint64Array(...place)),
  f2: (...place) => Float32Array.from(new Uint16Array(...place), halfToNumber),
};

export function bytesOf(type: SampleType): number {
  return Number(type[1]);
}

/**
 * The first `count` numbers of `bytes` as an array of their own.
 *
 * @param isOwn whether the bytes are the reader's own and may become the array
 * @throws Error when there are fewer, or a 64-bit integer is beyond what a number holds exactly
 */
export function readSamples(
  bytes: Uint8Array,
  type: SampleType,
  count: number,
  littleEndian = true,
  isOwn = false,
): RasterData {
  const size = bytesOf(type);
  if (bytes.length < count * size)
    throw new Error(`it is cut short: ${bytes.length} bytes of samples where ${count * size} are due`);
  const stored = bytes.subarray(0, count * size);
  // A copy: aligned, and not a view of memory that others write to.
  const own = isOwn && stored.byteOffset % size === 0 ? stored : new Uint8Array(stored);
  if (!littleEndian) turn(own, size);
  const place = [own.buffer as ArrayBuffer, own.byteOffset, count] as const;
  const Samples = PLAIN[type];
  return Samples ? new Samples(...place) : CONVERTED[type]!(...place);
}

/** Reverses the bytes of each number, in place. */
function turn(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let at = 0; at + size <= bytes.length; at += size) {
    for (let a = at, b = at + size - 1; a < b; a++, b--) {
      const byte = bytes[a];
      bytes[a] = bytes[b];
      bytes[b] = byte;
    }
  }
}

/** 64-bit integers as 32-bit ones where they fit, else as doubles where those hold them exactly. */
function narrowed(values: BigInt64Array | BigUint64Array): Int32Array | Float64Array {
  const result = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    result[i] = Number(values[i]);
    if (BigInt(result[i]) !== values[i]) return widened(values);
  }
  return result;
}

function widened(values: BigInt64Array | BigUint64Array): Float64Array {
  return Float64Array.from(values as ArrayLike<bigint> & Iterable<bigint>, (value) => {
    const number = Number(value);
    if (!Number.isSafeInteger(number))
      throw new Error(`64-bit value ${value} is too large for a label; expected less than 2^53`);
    return number;
  });
}

/** IEEE 754 half precision: 1 sign bit, 5 of the exponent, 10 of the fraction. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
