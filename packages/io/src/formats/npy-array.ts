import type { RasterData } from "../raster.ts";
import { notSupported } from "../reader-error.ts";
import { bytesOf, readSamples, type SampleType } from "../samples.ts";
import { latin1 as asText, checkHeaderLength } from "./text-header.ts";

/**
 * An n-dimensional array in C order. Booleans are bytes 0 and 1; 64-bit integers come back as Int32Array where they fit, else as
 * Float64Array; half precision as Float32Array.
 */
export interface NpyArray {
  data: RasterData;
  shape: readonly number[];
}

const MAGIC = "\x93NUMPY";

/** `descr` of each array that is written. */
const WRITTEN: Readonly<Record<string, string>> = {
  Uint8Array: "|u1",
  Int8Array: "|i1",
  Uint16Array: "<u2",
  Int16Array: "<i2",
  Uint32Array: "<u4",
  Int32Array: "<i4",
  Float32Array: "<f4",
  Float64Array: "<f8",
};

/**
 * Reads a .npy file (format 1 to 3); Fortran order is turned into C order.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 *
 * @param isOwn whether the bytes are the reader's own and may become the array
 */
export function decodeNpy(bytes: Uint8Array, isOwn = false): NpyArray {
  const { header, start, shape, type, littleEndian, length } = readHead(bytes);
  const expected = length * bytesOf(type);
  if (bytes.length - start < expected)
    throw new Error(`it is cut short: ${bytes.length - start} bytes of data where ${expected} are due`);
  const data = readSamples(bytes.subarray(start), type, length, littleEndian, isOwn);
  const fortran = match(header, /'fortran_order':\s*(True|False)/, "fortran_order") === "True";
  return { data: fortran ? toRowMajor(data, shape) : data, shape };
}

/** Bytes that a file has by its header, of which these are the first. */
export function npyLength(begin: Uint8Array): number {
  const { start, type, length } = readHead(begin);
  return start + length * bytesOf(type);
}

function readHead(bytes: Uint8Array) {
  const { header, start } = readHeader(bytes);
  const shape = shapeOf(header);
  const length = shape.reduce((product, size) => product * size, 1);
  return { header, start, shape, length, ...typeOf(match(header, /'descr':\s*'([^']+)'/, "descr")) };
}

/** numpy's type codes: byte order, kind, bytes. Booleans are read as bytes. */
function typeOf(descr: string): { type: SampleType; littleEndian: boolean } {
  const parts = /^([<>|=])(b1|u[1248]|i[1248]|f[248])$/.exec(descr);
  if (parts)
    return { type: (parts[2] === "b1" ? "u1" : parts[2]) as SampleType, littleEndian: parts[1] !== ">" };
  const isObject = /^\|?O/.test(descr);
  throw notSupported(
    isObject
      ? "it holds pickled Python objects, which are never read; save the array itself: np.save(path, masks.astype(np.int32))"
      : 'its type is not read (integers, booleans and floats of up to 64 bits are); use .astype("<f4")',
  );
}

/** Writes format 1.0, C order, little-endian. */
export function encodeNpy(array: NpyArray): Uint8Array {
  const { data, shape } = array;
  const length = shape.reduce((product, size) => product * size, 1);
  if (length !== data.length) throw new Error(`shape ${shape.join("x")} does not hold ${data.length} values`);
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${WRITTEN[data.constructor.name]}', 'fortran_order': False, 'shape': (${sizes}), }`;
  // The data start at a multiple of 64 bytes; the header ends with a newline.
  const padded = `${text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11)}\n`;
  const start = 10 + padded.length;
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set(latin1(`${MAGIC}\x01\x00`));
  new DataView(bytes.buffer).setUint16(8, padded.length, true);
  bytes.set(latin1(padded), 10);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}

function readHeader(bytes: Uint8Array): { header: string; start: number } {
  if (bytes.length < 12 || asText(bytes.subarray(0, 6)) !== MAGIC)
    throw new Error("it lacks the NUMPY signature");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6] > 1;
  const from = wide ? 12 : 10;
  const start = from + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  checkHeaderLength(start);
  if (start > bytes.length) throw new Error("it is cut short in its header");
  return { header: asText(bytes.subarray(from, start)), start };
}

function shapeOf(header: string): number[] {
  const words = match(header, /'shape':\s*\(([^)]*)\)/, "shape")
    .split(",")
    .map((size) => size.trim())
    .filter((size) => size !== "");
  if (words.some((size) => !/^\d{1,15}L?$/.test(size)))
    throw new Error("its header states a shape that is no list of whole numbers");
  return words.map((size) => Number.parseInt(size, 10));
}

function match(header: string, pattern: RegExp, key: string): string {
  const found = pattern.exec(header);
  if (!found && /'descr':\s*\[/.test(header))
    throw notSupported(
      "it is a structured array, which is not read; save one field: np.save(path, array['mask'])",
    );
  if (!found) throw new Error(`its header lacks a plain ${key}`);
  return found[1];
}

/** Moves values from first-axis-fastest to last-axis-fastest order. */
function toRowMajor(data: RasterData, shape: readonly number[]): RasterData {
  const result = data.slice();
  const position = new Array<number>(shape.length).fill(0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, size) => product * size, 1));
  for (let i = 0; i < data.length; i++) {
    result[i] = data[position.reduce((offset, at, axis) => offset + at * strides[axis], 0)];
    for (let axis = shape.length - 1; axis >= 0 && ++position[axis] === shape[axis]; axis--)
      position[axis] = 0;
  }
  return result;
}

function latin1(characters: string): Uint8Array {
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
