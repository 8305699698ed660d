import { notSupported } from "../reader-error.ts";

const NONE = 1;
const HORIZONTAL = 2;
const FLOATING_POINT = 3;

/** Rows of samples as they stand in a tile or strip. */
export interface Rows {
  /** Samples in a row, all channels. */
  readonly length: number;
  readonly count: number;
  /** Samples of one pixel that stand side by side. */
  readonly stride: number;
  readonly bits: number;
}

/**
 * Takes a predictor back, in place.
 *
 * @param bytes in the machine's order for horizontal differences, as stored for floating point
 * @returns the bytes in the machine's order
 *
 * TIFF 6.0, section 14; Adobe, "TIFF Technical Note 3", 2005.
 */
export function unpredict(bytes: Uint8Array, predictor: number, rows: Rows): Uint8Array {
  if (predictor === NONE) return bytes;
  if (rows.bits % 8 !== 0 || (predictor !== HORIZONTAL && predictor !== FLOATING_POINT))
    throw notSupported(
      `TIFF predictor ${predictor} with ${rows.bits}-bit samples is not read; save it without predictor`,
    );
  if (predictor === FLOATING_POINT) return gathered(bytes, rows);
  addUp(bytes, rows);
  return bytes;
}

type Integers = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** Each sample is stored as the difference to the one a pixel before. */
function addUp(bytes: Uint8Array, { length, count, stride, bits }: Rows): void {
  const samples = asIntegers(bytes, bits);
  for (let row = 0; row < count; row++) {
    const line = samples.subarray(row * length, (row + 1) * length);
    if (line instanceof BigUint64Array) addLong(line, stride);
    else if (stride === 1) addOne(line);
    else addEach(line, stride);
  }
}

// Typed arrays wrap around as the differences did.

function addOne(line: Uint8Array | Uint16Array | Uint32Array): void {
  // A sum in a register spares reading back what was just written.
  let sum = 0;
  for (let i = 0; i < line.length; i++) {
    sum = (sum + line[i]) | 0;
    line[i] = sum;
  }
}

function addEach(line: Uint8Array | Uint16Array | Uint32Array, stride: number): void {
  for (let i = stride; i < line.length; i++) line[i] += line[i - stride];
}

function addLong(line: BigUint64Array, stride: number): void {
  for (let i = stride; i < line.length; i++) line[i] += line[i - stride];
}

function asIntegers({ buffer, byteOffset, byteLength }: Uint8Array, bits: number): Integers {
  if (bits === 8) return new Uint8Array(buffer, byteOffset, byteLength);
  if (bits === 16) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  if (bits === 32) return new Uint32Array(buffer, byteOffset, byteLength / 4);
  if (bits === 64) return new BigUint64Array(buffer, byteOffset, byteLength / 8);
  throw notSupported(`TIFF predictor with ${bits}-bit samples is not read; save it without predictor`);
}

/**
 * The bytes of a row stand most significant first, the first bytes of all samples, then the second ones, and so on, as
 * differences.
 */
function gathered(bytes: Uint8Array, { length, count, stride, bits }: Rows): Uint8Array {
  const size = bits / 8;
  const rowBytes = length * size;
  const result = new Uint8Array(count * rowBytes);
  for (let row = 0; row < count; row++) {
    const start = row * rowBytes;
    for (let i = start + stride; i < start + rowBytes; i++) bytes[i] += bytes[i - stride];
    for (let plane = 0; plane < size; plane++)
      for (let i = 0; i < length; i++)
        result[start + i * size + (size - 1 - plane)] = bytes[start + plane * length + i];
  }
  return result;
}
