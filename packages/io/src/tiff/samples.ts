import { notSupported } from "../reader-error.ts";
import type { SampleFormat } from "./page.ts";

/** Samples of a tile or strip, before 64-bit integers have become numbers. */
export type Samples =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

export interface SampleArray {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): Samples;
  new (memory: ArrayBuffer, at: number, length: number): Samples;
}

type View = new (buffer: ArrayBufferLike, at: number, length: number) => Samples;

const INTEGERS: Readonly<Record<Exclude<SampleFormat, "float">, readonly (readonly [number, View])[]>> = {
  unsigned: [
    [8, Uint8Array],
    [16, Uint16Array],
    [32, Uint32Array],
    [64, BigUint64Array],
  ],
  signed: [
    [8, Int8Array],
    [16, Int16Array],
    [32, Int32Array],
    [64, BigInt64Array],
  ],
};

/** The array that samples of so many bits come in. */
export function sampleArray(bits: number, format: SampleFormat): SampleArray {
  if (format === "float") return floatArray(bits);
  const found = INTEGERS[format].find(([most]) => bits <= most)![1];
  if (format === "signed" && !WHOLE.includes(bits))
    throw notSupported(`signed integers of ${bits} bits are not read; save 8, 16, 32 or 64`);
  if (bits > 32 && bits < 64) throw notSupported(`integers of ${bits} bits are not read; save 32 or 64`);
  return found as unknown as SampleArray;
}

/** Bits of samples that begin and end with bytes and have arrays of their own. */
const WHOLE: readonly number[] = [8, 16, 32, 64];

function floatArray(bits: number): SampleArray {
  if (bits === 16 || bits === 32) return Float32Array;
  if (bits === 64) return Float64Array;
  throw notSupported(`floats of ${bits} bits are not read; save 16, 32 or 64`);
}

/** Bytes of a row of samples; rows of packed bits end at a byte. */
export function rowBytes(length: number, bits: number): number {
  return Math.ceil((length * bits) / 8);
}

/** Turns the bytes of samples around in place where the file's order is not the machine's (little-endian). */
export function toNativeOrder(bytes: Uint8Array, bits: number, littleEndian: boolean): void {
  if (littleEndian || !WHOLE.includes(bits) || bits === 8) return;
  const size = bits / 8;
  for (let i = 0; i + size <= bytes.length; i += size) {
    for (let [a, b] = [i, i + size - 1]; a < b; a++, b--) [bytes[a], bytes[b]] = [bytes[b], bytes[a]];
  }
}

/** Samples of `count` rows of `length`. */
export function samplesOf(
  bytes: Uint8Array,
  bits: number,
  format: SampleFormat,
  length: number,
  count: number,
): Samples {
  if (!WHOLE.includes(bits)) return unpackedBits(bytes, bits, format, length, count);
  const { buffer, byteOffset } = bytes;
  if (format !== "float") {
    const View = INTEGERS[format].find(([most]) => bits === most)![1];
    return new View(buffer, byteOffset, length * count);
  }
  if (bits === 16) return halfFloats(new Uint16Array(buffer, byteOffset, length * count));
  if (bits === 32) return new Float32Array(buffer, byteOffset, length * count);
  return new Float64Array(buffer, byteOffset, length * count);
}

/** Samples of any number of bits, most significant first. */
function unpackedBits(
  bytes: Uint8Array,
  bits: number,
  format: SampleFormat,
  length: number,
  count: number,
): Samples {
  const samples = new (sampleArray(bits, format))(length * count) as Uint8Array;
  const perRow = rowBytes(length, bits);
  for (let row = 0; row < count; row++) {
    let [at, left, held] = [row * perRow, 0, 0];
    for (let i = row * length; i < (row + 1) * length; i++) {
      // Numbers, not 32-bit integers: up to 31 bits and a byte are held.
      for (; left < bits; left += 8) held = held * 256 + bytes[at++];
      left -= bits;
      const value = Math.floor(held / 2 ** left);
      samples[i] = value;
      held -= value * 2 ** left;
    }
  }
  return samples;
}

/** IEEE 754 half precision. */
function halfFloats(halves: Uint16Array): Float32Array {
  return Float32Array.from(halves, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
  });
}
