import { createHash } from "node:crypto";
import { bytesOf, type StoredArray, typeOf } from "./stored-array.ts";

/** SHA-256 of numbers and their type. */
export function hashOf(array: StoredArray): string {
  return createHash("sha256").update(typeOf(array)).update(bytesOf(array)).digest("hex");
}

/** SHA-256 of plain data. */
export function hashOfFacts(facts: unknown): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}
