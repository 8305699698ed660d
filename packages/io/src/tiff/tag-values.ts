/** Bytes of one value of each field type, TIFF 6.0 and BigTIFF. */
const TYPE_BYTES: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 1],
  [3, 2],
  [4, 4],
  [5, 8],
  [6, 1],
  [7, 1],
  [8, 2],
  [9, 4],
  [10, 8],
  [11, 4],
  [12, 8],
  [13, 4],
  [16, 8],
  [17, 8],
  [18, 8],
]);

/** Bytes of one value of a field type; undefined for types that do not exist. */
export function typeBytes(type: number): number | undefined {
  return TYPE_BYTES.get(type);
}

type ReadValue = (view: DataView, at: number, littleEndian: boolean) => number;

const rational = (part: "getUint32" | "getInt32"): ReadValue => {
  return (view, at, le) => view[part](at, le) / view[part](at + 4, le);
};

const READ: ReadonlyMap<number, ReadValue> = new Map<number, ReadValue>([
  [3, (view, at, le) => view.getUint16(at, le)],
  [4, (view, at, le) => view.getUint32(at, le)],
  [5, rational("getUint32")],
  [6, (view, at) => view.getInt8(at)],
  [8, (view, at, le) => view.getInt16(at, le)],
  [9, (view, at, le) => view.getInt32(at, le)],
  [10, rational("getInt32")],
  [11, (view, at, le) => view.getFloat32(at, le)],
  [12, (view, at, le) => view.getFloat64(at, le)],
  [13, (view, at, le) => view.getUint32(at, le)],
  [16, (view, at, le) => Number(view.getBigUint64(at, le))],
  [17, (view, at, le) => Number(view.getBigInt64(at, le))],
  [18, (view, at, le) => Number(view.getBigUint64(at, le))],
]);

const ASCII = 2;

/** The values of a field as numbers, or as text (up to its NUL) where it is text. */
export function fieldValues(bytes: Uint8Array, type: number, littleEndian: boolean): number[] | string {
  if (type === ASCII) return new TextDecoder().decode(bytes).replace(/\0[\s\S]*$/, "");
  const read = READ.get(type) ?? ((view: DataView, at: number) => view.getUint8(at));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const step = typeBytes(type)!;
  return Array.from({ length: bytes.length / step }, (_, i) => read(view, i * step, littleEndian));
}
