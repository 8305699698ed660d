import { arrayKind } from "../door/array-kind.ts";
import { isDetached } from "../door/is-detached.ts";
import { shown } from "../door/shown.ts";
import type { FloatArray } from "./engine.ts";

/**
 * Real numbers in single or double precision: half precision becomes single and a list of numbers double, without
 * rounding. Arrays of another realm become views of the same memory.
 *
 * @param whole whether arrays of whole numbers will do: for weights, not for the outputs of a network
 * @throws Error for something else, or when an entry of a list is no number
 */
export function readFloats(name: string, values: unknown, whole = false): FloatArray {
  const kind = arrayKind(values);
  if (kind !== null && kind !== "Array" && isDetached(values as FloatArray))
    throw new Error(`${name} must hold numbers, got an array whose buffer was transferred.`);
  switch (kind) {
    case "Float32Array":
    case "Float64Array":
      return ofThisRealm(values as FloatArray, kind);
    case "Float16Array":
      return Float32Array.from(values as ArrayLike<number>);
    case "Array":
      return numbersOf(name, values as readonly unknown[]);
    default:
      if (whole && kind !== null && !kind.startsWith("Big"))
        return Float64Array.from(values as ArrayLike<number>);
      throw new Error(
        `${name} must be a Float32Array or Float64Array, got ${shown(values)}.${remedy(values, kind)}`,
      );
  }
}

function ofThisRealm(values: FloatArray, kind: "Float32Array" | "Float64Array"): FloatArray {
  const make = kind === "Float32Array" ? Float32Array : Float64Array;
  if (values instanceof make) return values;
  const { buffer, byteOffset, length } = values as FloatArray;
  return new make(buffer as ArrayBuffer, byteOffset, length);
}

function numbersOf(name: string, values: readonly unknown[]): Float64Array {
  const at = values.findIndex((value) => typeof value !== "number");
  if (at < 0) return Float64Array.from(values as readonly number[]);
  const nested = Array.isArray(values[at]) ? ": flatten the lists, and give the shape apart" : "";
  throw new Error(`${name} must hold numbers, got ${shown(values[at])} at index ${at}${nested}.`);
}

function remedy(values: unknown, kind: string | null): string {
  if (kind !== null)
    return " If its values are what is meant, convert it: Float32Array.from(values, Number).";
  const { data, dataSync } = (values ?? {}) as { readonly data?: unknown; readonly dataSync?: unknown };
  if (typeof dataSync === "function") return " Of a tensor of TensorFlow.js pass dataSync().";
  return ArrayBuffer.isView(data) ? " Of a tensor pass its data." : "";
}
