import type { RasterData } from "../raster.ts";

/** An n-dimensional array in C order. Booleans are bytes 0 and 1; 64-bit integers come back as Int32Array. */
export interface NpyArray {
  data: RasterData;
  shape: readonly number[];
}

const MAGIC = "\x93NUMPY";

type Read = (buffer: ArrayBuffer) => RasterData;

/** Little-endian numpy types that are read, by the `descr` of the header. */
const READERS: Readonly<Record<string, Read>> = {
  "|b1": (buffer) => new Uint8Array(buffer),
  "|u1": (buffer) => new Uint8Array(buffer),
  "|i1": (buffer) => new Int8Array(buffer),
  "<u2": (buffer) => new Uint16Array(buffer),
  "<i2": (buffer) => new Int16Array(buffer),
  "<u4": (buffer) => new Uint32Array(buffer),
  "<i4": (buffer) => new Int32Array(buffer),
  "<i8": (buffer) => narrowed(new BigInt64Array(buffer)),
  "<u8": (buffer) => narrowed(new BigUint64Array(buffer)),
  "<f4": (buffer) => new Float32Array(buffer),
  "<f8": (buffer) => new Float64Array(buffer),
};

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
 */
export function decodeNpy(bytes: Uint8Array): NpyArray {
  const { header, start } = readHeader(bytes);
  const shape = shapeOf(header);
  const descr = match(header, /'descr':\s*'([^']+)'/, "descr");
  const read = READERS[descr];
  if (!read)
    throw new Error(`type ${descr} is not read (only ${Object.keys(READERS).join(" ")}); use .astype("<f4")`);
  const length = shape.reduce((product, size) => product * size, 1);
  const expected = length * Number(descr.slice(2));
  if (bytes.length - start < expected)
    throw new Error(`it is cut short: ${bytes.length - start} bytes of data where ${expected} are due`);
  // A copy: aligned, and not a view of Node's buffer pool (whose own `slice` does not copy).
  const data = read(new Uint8Array(bytes.subarray(start, start + expected)).buffer);
  const fortran = match(header, /'fortran_order':\s*(True|False)/, "fortran_order") === "True";
  return { data: fortran ? toRowMajor(data, shape) : data, shape };
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
  if (bytes.length < 12 || text(bytes.subarray(0, 6)) !== MAGIC)
    throw new Error("it lacks the NUMPY signature");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6] > 1;
  const from = wide ? 12 : 10;
  const start = from + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (start > bytes.length) throw new Error("it is cut short in its header");
  return { header: text(bytes.subarray(from, start)), start };
}

function shapeOf(header: string): number[] {
  const sizes = match(header, /'shape':\s*\(([^)]*)\)/, "shape");
  return sizes
    .split(",")
    .filter((size) => size.trim() !== "")
    .map(Number);
}

function match(header: string, pattern: RegExp, key: string): string {
  const found = pattern.exec(header);
  if (!found) throw new Error(`its header lacks a plain ${key} (structured arrays are not read)`);
  return found[1];
}

function narrowed(values: BigInt64Array | BigUint64Array): Int32Array {
  const result = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    result[i] = Number(values[i]);
    if (BigInt(result[i]) !== values[i]) throw new Error(`64-bit value ${values[i]} does not fit in 32 bits`);
  }
  return result;
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

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function latin1(characters: string): Uint8Array {
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}
