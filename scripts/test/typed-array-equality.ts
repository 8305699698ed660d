import { expect } from "vitest";

/**
 * Typed arrays whose bytes agree are equal, which Vitest itself finds out element by element: 0.4 s for 140,000 numbers. Where bytes
 * differ its own comparison decides.
 */
expect.addEqualityTesters([
  (a: unknown, b: unknown) => (isTyped(a) && isTyped(b) && sameBytes(a, b) ? true : undefined),
]);

type TypedArray = NodeJS.TypedArray;

function isTyped(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function sameBytes(a: TypedArray, b: TypedArray): boolean {
  return a.constructor === b.constructor && Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

function bytesOf({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
