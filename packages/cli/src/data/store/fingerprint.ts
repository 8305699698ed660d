import { sha256 } from "./sha256.ts";
import { bytesOf, type StoredArray, typeOf } from "./stored-array.ts";

/** SHA-256 of numbers and their type. */
export function hashOf(array: StoredArray): string {
  return sha256([typeOf(array), bytesOf(array)]);
}

/** SHA-256 of plain data. */
export function hashOfFacts(facts: unknown): string {
  return sha256([JSON.stringify(facts)]);
}
