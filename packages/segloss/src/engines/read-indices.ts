import { arrayKind } from "../door/array-kind.ts";
import { readLabels } from "../door/read-labels.ts";
import { shown } from "../door/shown.ts";
import type { IndexArray } from "./engine.ts";

type View = { readonly buffer: ArrayBufferLike; readonly byteOffset: number; readonly length: number };
type Make = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => IndexArray;

const SOFT = "soft targets are a Float32Array or Float64Array of the logits' shape";

/** Kinds of arrays whose bytes can be read as those of one that engines take. */
const SAME_BYTES: Readonly<Record<string, Make>> = {
  Uint8Array,
  Uint8ClampedArray: Uint8Array,
  Uint16Array,
  Int32Array,
  Uint32Array: Int32Array,
};

/**
 * Labels in one of the three kinds of arrays that engines take, values unchanged: 64-bit integers, which ONNX's ArgMax
 * gives, and lists of whole numbers or booleans become 32-bit integers.
 *
 * @param ignore labels to leave out, which alone may be 2^31 or more
 * @throws Error for what is no whole number, or does not fit
 */
export function readIndices(name: string, labels: unknown, ignore: readonly number[]): IndexArray {
  const kind = arrayKind(labels);
  if (kind?.startsWith("Float"))
    throw new Error(
      `${name} must be whole labels in a Uint8Array, Uint16Array or Int32Array, got ${shown(labels)}.`,
    );
  const make = SAME_BYTES[kind as string];
  if (make === undefined) return Int32Array.from(readLabels(name, labels, SOFT));
  const { buffer, byteOffset, length } = labels as View;
  if (kind === "Uint32Array") checkLarge(name, labels as Uint32Array, ignore);
  return labels instanceof make ? labels : new make(buffer, byteOffset, length);
}

function checkLarge(name: string, labels: Uint32Array, ignore: readonly number[]): void {
  const at = labels.findIndex((label) => label >= 2 ** 31 && !ignore.includes(label | 0));
  if (at < 0) return;
  throw new Error(
    `${name} must be labels below 2147483648, got ${labels[at]} at index ${at}: leave such pixels out with ` +
      `ignore: ${labels[at]}.`,
  );
}
