/** Numbers as they are kept. */
export type StoredArray = Uint8Array | Uint16Array | Int16Array | Int32Array | Float32Array;

export type ArrayType = "uint8" | "uint16" | "int16" | "int32" | "float32";

type Constructor = { new (length: number): StoredArray; readonly BYTES_PER_ELEMENT: number };

/** The array of each type. */
export const ARRAYS: Readonly<Record<ArrayType, Constructor>> = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
};

export function typeOf(array: StoredArray): ArrayType {
  const types = Object.keys(ARRAYS) as ArrayType[];
  return types.find((type) => array instanceof ARRAYS[type])!;
}

export function bytesOf(array: StoredArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
