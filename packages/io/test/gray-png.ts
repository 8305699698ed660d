import { encode } from "fast-png";

/** A gray PNG from rows of numbers. */
export function grayPng(rows: number[][], depth: 8 | 16 = 8): Uint8Array {
  const data = depth === 8 ? Uint8Array.from(rows.flat()) : Uint16Array.from(rows.flat());
  return encode({ data, width: rows[0].length, height: rows.length, channels: 1, depth });
}
