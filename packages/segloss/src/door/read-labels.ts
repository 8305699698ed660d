import type { LabelArray } from "../fields/grid.ts";
import { arrayKind } from "./array-kind.ts";
import { isDetached } from "./is-detached.ts";
import { shown } from "./shown.ts";

const INTEGERS: readonly string[] = [
  ...["Uint8Array", "Uint8ClampedArray", "Uint16Array", "Uint32Array"],
  ...["Int8Array", "Int16Array", "Int32Array"],
];
const CUT = "probabilities are cut at a threshold first";
const LARGEST = 2 ** 31;

/**
 * A mask or a map of labels as a typed array of integers: one of those as it is; whole numbers of any other array,
 * booleans among them, in a new Int32Array.
 *
 * @param name for the message
 * @param hint what to do with numbers that are not whole
 * @throws Error for something else, and for values that are not whole or do not fit 32 bits
 */
export function readLabels(name: string, values: unknown, hint: string = CUT): LabelArray {
  const kind = arrayKind(values);
  if (kind === null)
    throw new Error(
      `${name} must be an array of whole labels, such as a Uint8Array, got ${shown(values)}.${tensorHint(values)}`,
    );
  if (kind !== "Array" && isDetached(values as LabelArray))
    throw new Error(`${name} must hold labels, got an array whose buffer was transferred.`);
  if (INTEGERS.includes(kind)) return values as LabelArray;
  return wholeLabels(name, values as ArrayLike<unknown>, hint);
}

function wholeLabels(name: string, values: ArrayLike<unknown>, hint: string): Int32Array {
  const labels = new Int32Array(values.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labelOf(values[i]);
    if (label === null || label < -LARGEST || label >= LARGEST)
      throw new Error(
        `${name} must hold whole labels of 32 bits, got ${shown(values[i])} at index ${i}: ${hint}.`,
      );
    labels[i] = label;
  }
  return labels;
}

/** null for what is no label. */
function labelOf(value: unknown): number | null {
  if (typeof value === "bigint" || typeof value === "boolean") return Number(value);
  return Number.isInteger(value) ? (value as number) : null;
}

function tensorHint(value: unknown): string {
  const data = (value as { readonly data?: unknown } | null | undefined)?.data;
  return ArrayBuffer.isView(data) ? " Of a tensor pass its data." : "";
}
