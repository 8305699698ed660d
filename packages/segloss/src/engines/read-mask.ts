import { arrayKind } from "../door/array-kind.ts";
import { isDetached } from "../door/is-detached.ts";
import { shown } from "../door/shown.ts";

/**
 * A mask as bytes, 0 for pixels to leave out: any integers, booleans, and floats that are whole.
 * @throws Error for numbers between 0 and 1, which are weights, and for what is no array
 */
export function readMask(mask: unknown): Uint8Array {
  const kind = arrayKind(mask);
  if (kind === null)
    throw new Error(`mask must be a Uint8Array, 0 for pixels to leave out, got ${shown(mask)}.`);
  if (kind === "Uint8Array" || kind === "Uint8ClampedArray" || kind === "Int8Array") {
    const { buffer, byteOffset, length } = mask as Uint8Array;
    return new Uint8Array(buffer, byteOffset, length);
  }
  if (kind !== "Array" && isDetached(mask as Uint8Array))
    throw new Error("mask must hold 0 and 1, got an array whose buffer was transferred.");
  return Uint8Array.from(mask as ArrayLike<unknown>, keeps as (value: unknown) => number);
}

function keeps(value: unknown, index: number): 0 | 1 {
  if (typeof value === "boolean" || typeof value === "bigint" || Number.isInteger(value))
    return value ? 1 : 0;
  throw new Error(
    `mask must hold 0 for pixels to leave out and 1 for others, got ${shown(value)} at index ${index}: ` +
      "numbers in between are weights.",
  );
}
